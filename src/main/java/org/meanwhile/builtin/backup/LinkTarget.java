package org.meanwhile.builtin.backup;

/** Judges the targets of symbolic links. */
final class LinkTarget {
  private LinkTarget() {}

  /**
   * Whether a link cannot lead out of the tree, wherever the tree is unpacked, together with any
   * other links that pass this test. Its target must be relative, go up ({@code ..}) at its
   * beginning only, and no higher than the root. ({@code a/../..} stays in the tree when {@code a}
   * is a directory, but not when it is a link.)
   *
   * @param name the name of the link itself, below the root
   */
  static boolean staysBelowRoot(String name, String target) {
    if (target.isEmpty() || target.startsWith("/") || target.indexOf('\\') >= 0) {
      return false;
    }
    long depth = name.chars().filter(c -> c == '/').count();
    boolean descended = false;
    for (String part : target.split("/")) {
      if (part.equals("..")) {
        depth--;
        if (descended || depth < 0) {
          return false;
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        descended = true;
      }
    }
    return !hasDrive(target);
  }

  private static boolean hasDrive(String target) {
    return target.length() > 1 && target.charAt(1) == ':';
  }
}
