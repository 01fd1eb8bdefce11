package org.meanwhile.edge.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The proxies that we ship a configuration for. */
public enum ProxyKind {
  HAPROXY("haproxy", "haproxy.cfg") {
    @Override
    List<String> command(Path program, Path directory) {
      return List.of(program.toString(), "-db", "-f", "haproxy.cfg");
    }

    @Override
    void moveTo(Path directory, ConfigText text) {
      text.replace("user haproxy", "").replace("group haproxy", "");
      text.replace("chroot /var/lib/haproxy", "");
    }
  },
  NGINX("nginx", "nginx.conf") {
    @Override
    List<String> command(Path program, Path directory) {
      return List.of(
          program.toString(),
          "-p",
          directory.toString(),
          "-c",
          directory.resolve("nginx.conf").toString(),
          "-g",
          "daemon off;");
    }

    /** Its files are where the package of Debian has them. */
    @Override
    void moveTo(Path directory, ConfigText text) {
      text.replace("user www-data;", "user " + System.getProperty("user.name") + ";");
      text.replace("/run/nginx.pid", directory.resolve("nginx.pid").toString());
      text.replace("/var/log/nginx", directory.toString());
      StringBuilder folders = new StringBuilder("http {");
      for (String each : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
        folders.append(each).append("_temp_path ").append(directory.resolve(each)).append(';');
      }
      text.replace("http {", folders.toString());
    }
  };

  private final String program;
  private final String file;

  ProxyKind(String program, String file) {
    this.program = program;
    this.file = file;
  }

  abstract List<String> command(Path program, Path directory);

  /** Lets the proxy keep its files below this directory. */
  abstract void moveTo(Path directory, ConfigText text);

  String file() {
    return file;
  }

  /** Debian has both in a directory that only root has on its path. */
  public Optional<Path> program() {
    return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
