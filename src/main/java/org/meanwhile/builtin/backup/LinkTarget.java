package org.meanwhile.builtin.backup;

/** Where symbolic links lead. */
final class LinkTarget {
  private LinkTarget() {}

  /**
   * Whether the link cannot lead out of the tree, wherever the tree is unpacked and whatever other
   * links that pass this test are in it: its target is relative, rises only at its beginning, and
   * no higher than the root. ({@code a/../..} stays in the tree when {@code a} is a directory but
   * not when it is a link.)
   *
   * @param name the link's own, below the root
   */
  static boolean staysBelowRoot(String name, String target) {
    if (target.isEmpty() || target.startsWith("/") || target.indexOf('\\') >= 0) {
      return false;
    }
    long height = name.chars().filter(c -> c == '/').count();
    boolean descended = false;
    for (String part : target.split("/")) {
      if (part.equals("..")) {
        height--;
        if (descended || height < 0) {
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
