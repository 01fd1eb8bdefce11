// Relative, so that it works under any context root.
const root = new URL('..', document.baseURI).href.replace(/\/$/, '');

window.ui = SwaggerUIBundle({
  url: root + '/openapi',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});

// Swagger UI is dark by this class; its own switch for it is in a bar that is not shown here.
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
