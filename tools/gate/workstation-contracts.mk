# What a plain `make` does stays as it is without this file, wherever it is included.
override export WORKSTATION_CONTRACTS := $(or $(value WORKSTATION_CONTRACTS),contracts)$(eval workstation-contracts-goal := $(.DEFAULT_GOAL))
validate-contracts: ; @npx --no-install workstation-contracts validate -- $$WORKSTATION_CONTRACTS
.PHONY: validate-contracts$(eval .DEFAULT_GOAL := $(workstation-contracts-goal))
