override export WORKSTATION_CONTRACTS := $(or $(value WORKSTATION_CONTRACTS),contracts)
# The goal of a plain `make` stays what it is without this file.
workstation-contracts-goal := $(.DEFAULT_GOAL)
.PHONY: validate-contracts
validate-contracts: ; @npx --no-install workstation-contracts validate -- $$WORKSTATION_CONTRACTS
.DEFAULT_GOAL := $(workstation-contracts-goal)
