package org.meanwhile.builtin.backup;

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;

/**
 * The metadata of one file in the archive.
 *
 * @param name in UTF-8; the name of a directory ends with a slash
 * @param mode type and permissions, as the {@code st_mode} of {@code stat(2)}
 * @param modified the time at which its content changed last
 */
record ZipEntry(byte[] name, int mode, Instant modified) {
  static final int FILE = 0100000;
  static final int DIRECTORY = 0040000;
  static final int LINK = 0120000;

  static ZipEntry of(FoundFile found, int kind) {
    PosixFileAttributes attributes = found.attributes();
    String name = kind == DIRECTORY ? found.name() + "/" : found.name();
    return new ZipEntry(
        name.getBytes(StandardCharsets.UTF_8),
        kind | mode(attributes.permissions()),
        attributes.lastModifiedTime().toInstant());
  }

  boolean isDirectory() {
    return (mode & 0170000) == DIRECTORY;
  }

  private static int mode(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      // The enum is declared in the order of the bits, from high to low.
      mode |= 0400 >> permission.ordinal();
    }
    return mode;
  }
}
