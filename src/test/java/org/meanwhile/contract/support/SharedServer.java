package org.meanwhile.contract.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Passes the one shared {@link Server}, or its {@link Client}, to tests. It is started for the
 * first test that needs it, and stopped after the last.
 *
 * <p>All test classes see the same jobs: tests look only at jobs that they created.
 */
public final class SharedServer implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Server.class || type == Client.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Server server =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(Server.class, key -> new Server("shared"), Server.class);
    start(server);
    return parameter.getParameter().getType() == Server.class ? server : server.client();
  }

  /** Little memory, in the heap and outside it: code that holds whole files in memory fails. */
  private static synchronized void start(Server server) {
    if (server.wasStarted()) {
      return;
    }
    server
        .withHeap("256m")
        .withMemoryOutsideTheHeap("64m")
        .optimized()
        .with("meanwhile.backup.sources.letters", tree(server.directory().resolve("letters")))
        .with(
            "meanwhile.export.numbers.sql",
            "SELECT x AS n, x * x AS square FROM SYSTEM_RANGE(1, 1000)")
        .with(
            "meanwhile.export.some-numbers.sql",
            "SELECT x AS n, CAST(:word AS VARCHAR) AS word FROM SYSTEM_RANGE(1, 1000)"
                + " WHERE x > :above")
        .with("meanwhile.command.shout.line", "tr a-z A-Z")
        .with("meanwhile.command.shout.takes", "*/*")
        .with(
            "meanwhile.command.trace.line",
            "sh -c 'printf \"Traceback:\\n  File x\\nValueError: no such month\\n\" >&2; exit 3'")
        .with("meanwhile.command.tell.line", "sh -c 'cat >&2'")
        .with("meanwhile.command.tell.takes", "*/*")
        .with(
            "meanwhile.command.tell-slowly.line",
            "sh -c 'while read -r line; do case \"$line\" in (await*)"
                + " set -- $line; while [ ! -e $2 ]; do sleep 0.1; done;;"
                + " (*) echo \"$line\" >&2;; esac; done'")
        .with("meanwhile.command.tell-slowly.takes", "*/*")
        .with(
            "meanwhile.command.say-slowly.line",
            "sh -c 'while read -r line; do case \"$line\" in (await*)"
                + " set -- $line; while [ ! -e $2 ]; do sleep 0.1; done;;"
                + " (*) printf \"%s\" \"$line\";; esac; done'")
        .with("meanwhile.command.say-slowly.repeatable", "true")
        .with("meanwhile.command.say-slowly.takes", "*/*")
        .with("meanwhile.command.rest.line", "sleep 600")
        .with("meanwhile.command.fork.line", "sh -c 'sleep 4321 & sleep 4321; true'")
        .start();
  }

  private static Path tree(Path root) {
    try {
      Files.createDirectories(root.resolve("b"));
      Files.writeString(root.resolve("a.txt"), "first", StandardCharsets.UTF_8);
      Files.writeString(root.resolve("b/c ü.txt"), "second", StandardCharsets.UTF_8);
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
