const root = new URL('..', location.href).href.replace(/\/$/, '');
const description = `${root}/openapi`;

// The page may be opened by another address than the public one, which this document names: below
// that, a browser would not let the page send requests.
function atThisAddress(response) {
  if (response.url === description && response.ok) {
    const servers = [{ url: root, description: 'This server' }];
    response.text = JSON.stringify({ ...JSON.parse(response.text), servers });
  }
  return response;
}

window.ui = SwaggerUIBundle({
  url: description,
  responseInterceptor: atThisAddress,
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});

// Swagger UI is dark with this class. Its own switch is in a bar that this page does not show.
const dark = matchMedia('(prefers-color-scheme: dark)');
const applyScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', applyScheme);
applyScheme();
