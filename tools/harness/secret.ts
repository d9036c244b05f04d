/** The environment variable that holds a secret which must not come out again. */
export const secretName = "WSC_CONFORMANCE_SECRET";
export const secretValue = "conformance-secret-1f7d4e";

/** The environment variable that shows whether a whole environment is handed down. */
export const canaryName = "WSC_CONFORMANCE_CANARY";
