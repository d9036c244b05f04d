/** Stands in for jsonld's HTTP client in the bundles: this project never fetches a context. */
export const httpClient = {
  get(url: string): never {
    throw new Error(`Refusing to fetch ${url}: contexts are read from this package only`);
  },
};
