package org.meanwhile.edge.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of a file below {@code payara-config}, changed where an operator changes it: ports,
 * directories, options. What is to be replaced must be there, so the file cannot change unnoticed.
 */
public final class ConfigText {
  private static final Path ROOT = Path.of(System.getProperty("it.preboot")).getParent();

  private String text;

  public ConfigText(String file) {
    try {
      text = Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ConfigText replace(String from, String to) {
    if (!text.contains(from)) {
      throw new IllegalArgumentException("the file has no " + from);
    }
    text = text.replace(from, to);
    return this;
  }

  /** Switches on the lines that are commented out by {@code #option}. */
  public ConfigText with(String option) {
    return replace("#" + option + " ", "");
  }

  public Path writeTo(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
