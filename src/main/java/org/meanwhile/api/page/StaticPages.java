package org.meanwhile.api.page;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;

/**
 * Maps the pages to the container's default servlet; every other path belongs to JAX-RS.
 *
 * <p>Not done in {@code web.xml}, where the mapping of a servlet that {@code web.xml} does not
 * define fails the deployment. On a server without a servlet of that name there are no pages; the
 * API does not need them.
 */
@WebListener
public class StaticPages implements ServletContextListener {

  private static final String DEFAULT_SERVLET = "default";

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    ServletRegistration files = context.getServletRegistration(DEFAULT_SERVLET);
    if (files == null) {
      return;
    }
    // Undertow's own, unknown elsewhere: it would look for /webjars/x at /x.
    files.setInitParameter("resolve-against-context-root", "true");
    files.addMapping("", "/index.html", "/assets/*", "/swagger-ui/*", "/webjars/*");
    context
        .addFilter("pages", PageFilter.class)
        .addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), false, DEFAULT_SERVLET);
  }
}
