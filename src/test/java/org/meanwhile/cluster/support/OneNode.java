package org.meanwhile.cluster.support;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.meanwhile.contract.support.Server;

/** One node over one PostgreSQL, with a {@link NetworkLink} between them. */
public final class OneNode implements CloseableResource {
  private final Postgres database;
  private final NetworkLink link;
  private final Server node;

  private OneNode(String name) {
    Path directory = Path.of(System.getProperty("it.directory"), name).toAbsolutePath();
    database = new Postgres(directory.resolve("postgres")).start();
    link = new NetworkLink(database.port());
    node =
        new Server(name + "/node")
            .with("meanwhile.db.class", "org.postgresql.ds.PGSimpleDataSource")
            .with("meanwhile.db.url", url(link.port()))
            .with("meanwhile.db.user", Postgres.USER)
            .with("meanwhile.db.password", "none")
            .with("meanwhile.work.heartbeat", "PT1S")
            .with("meanwhile.callback.allow", "127.0.0.1/32")
            .start();
  }

  /** With a timeout of the socket that is longer than any limit of the node's own. */
  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/postgres?connectTimeout=5&socketTimeout=60"
        + "&options=-c%20idle_in_transaction_session_timeout=30s";
  }

  public Postgres database() {
    return database;
  }

  public NetworkLink link() {
    return link;
  }

  public Server node() {
    return node;
  }

  @Override
  public void close() {
    node.close();
    link.close();
    database.close();
  }

  /** Passes one node of their own to the tests of a class. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == OneNode.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      String name = context.getRequiredTestClass().getSimpleName();
      return context
          .getStore(Namespace.GLOBAL)
          .getOrComputeIfAbsent(OneNode.class, key -> new OneNode(name), OneNode.class);
    }
  }
}
