package org.meanwhile.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown documents of the repository, as their readers see them. */
final class Manual {
  private static final Pattern FENCED =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern INDENTED = Pattern.compile("(?m)(?:^ {4}.*\\n)+");
  private static final Pattern INLINE = Pattern.compile("`[^`\\n]+`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");

  private Manual() {}

  /** A page by its path from the repository's root. */
  record Page(Path path, String text) {

    /** Targets of its links, images too, other than to other sites. */
    List<String> links() {
      String prose = INLINE.matcher(withoutCode()).replaceAll("");
      return LINK.matcher(prose)
          .results()
          .map(found -> found.group(1))
          .filter(target -> !target.matches("[a-z]+:.*"))
          .toList();
    }

    /** The fragments that may follow {@code #}, made from headings as GitHub does. */
    Set<String> anchors() {
      Set<String> anchors = new HashSet<>();
      for (MatchResult heading : HEADING.matcher(withoutCode()).results().toList()) {
        String slug = slug(heading.group(1));
        String anchor = slug;
        for (int again = 1; !anchors.add(anchor); again++) {
          anchor = slug + "-" + again;
        }
      }
      return anchors;
    }

    /** Fenced examples of a language. */
    List<String> examples(String language) {
      return FENCED
          .matcher(text)
          .results()
          .filter(found -> found.group(1).equals(language))
          .map(found -> found.group(2))
          .toList();
    }

    /** The first indented block below a heading. */
    String command(String heading) {
      String section = text.substring(text.indexOf("\n## " + heading + "\n"));
      return INDENTED
          .matcher(section)
          .results()
          .map(MatchResult::group)
          .findFirst()
          .orElseThrow()
          .strip();
    }

    private String withoutCode() {
      return INDENTED.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("\n");
    }

    private static String slug(String heading) {
      UnaryOperator<String> plain = text -> LINK.matcher(text).replaceAll("");
      return plain
          .apply(heading.strip())
          .toLowerCase(Locale.ROOT)
          .replaceAll("[^\\p{L}\\p{N}_ -]", "")
          .replace(' ', '-');
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** All pages: those at the top, and the manual. */
  static List<Page> pages() {
    List<Page> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> manual = Files.walk(Path.of("src"))) {
      Stream.concat(top, manual)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .forEach(file -> pages.add(page(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }

  static Page page(Path path) {
    return new Page(path, text(path));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
