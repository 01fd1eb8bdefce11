package org.meanwhile.api.page;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;

/**
 * Lets the container's default servlet deliver the pages, next to a JAX-RS application that owns
 * every other path.
 *
 * <p>Done here and not in web.xml, where a mapping of a servlet that web.xml does not define fails
 * the deployment. A server that has no servlet of that name runs without pages; the API does not
 * need them.
 */
@WebListener
public class StaticPages implements ServletContextListener {

  private static final String DEFAULT_SERVLET = "default";

  @Override
  public void contextInitialized(ServletContextEvent event) {
    var context = event.getServletContext();
    var files = context.getServletRegistration(DEFAULT_SERVLET);
    if (files == null) {
      return;
    }
    files.addMapping("", "/index.html", "/assets/*", "/swagger-ui/*", "/webjars/*");
    context
        .addFilter("pages", PageFilter.class)
        .addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), false, DEFAULT_SERVLET);
  }
}
