override export WORKSTATION_CONTRACTS := $(or $(value WORKSTATION_CONTRACTS),contracts)
.PHONY: validate-contracts
validate-contracts: ; @npx --no-install workstation-contracts validate -- $$WORKSTATION_CONTRACTS
