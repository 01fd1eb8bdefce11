package org.meanwhile.builtin.backup;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;

/**
 * A file, directory, link or special file that the walk found. Valid only during the visitor's
 * call.
 *
 * @param parent its directory, open
 * @param path its path when it was found; another file may be there by now
 * @param name its name in the archive
 * @param attributes its attributes when it was found
 */
record FoundFile(
    SecureDirectoryStream<Path> parent, Path path, String name, PosixFileAttributes attributes) {

  /** Reads the attributes; of a link its own, not those of its target. */
  static PosixFileAttributes attributes(SecureDirectoryStream<Path> parent, Path fileName)
      throws IOException {
    return parent
        .getFileAttributeView(fileName, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  PosixFileAttributes attributesNow() throws IOException {
    return attributes(parent, path.getFileName());
  }

  /**
   * Opens the file in the directory that the walk entered, even when another directory has taken
   * its path since. When a FIFO has taken the file's place at this moment, this blocks until the
   * FIFO has a writer: Java cannot open a file without blocking.
   *
   * @throws IOException also when the file has become a link
   */
  SeekableByteChannel open() throws IOException {
    return parent.newByteChannel(
        path.getFileName(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  SecureDirectoryStream<Path> openDirectory() throws IOException {
    return parent.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
  }
}
