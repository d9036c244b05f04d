# What a plain `make` does stays as it is without this file, wherever it is included.
# The names are expanded where the Makefile gives them; those from outside reach the shell as they were given.
override export WORKSTATION_CONTRACTS := $(or $(if $(filter file override,$(origin WORKSTATION_CONTRACTS)),$(WORKSTATION_CONTRACTS),$(value WORKSTATION_CONTRACTS)),contracts)$(eval workstation-contracts-goal := $(.DEFAULT_GOAL))
validate-contracts: ; @[ ! -e "$$WORKSTATION_CONTRACTS" ] || IFS=; npx --no-install workstation-contracts validate -- $$WORKSTATION_CONTRACTS
.PHONY: validate-contracts$(eval .DEFAULT_GOAL := $(workstation-contracts-goal))
