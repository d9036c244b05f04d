/** What a backend's `type` may be; each is also the name of the block that goes with it. */
export const backends: readonly string[] = ["pixi", "container", "nix"];
