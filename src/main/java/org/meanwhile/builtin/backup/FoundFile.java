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
 * Something that the walk found. Valid only while its visitor is called.
 *
 * @param parent its directory, open
 * @param path where it was found; another may be there by now
 * @param name what it is called in the archive
 * @param attributes as they were when it was found
 */
record FoundFile(
    SecureDirectoryStream<Path> parent, Path path, String name, PosixFileAttributes attributes) {

  /** Of the thing itself when it is a link. */
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
   * Opens the file in the directory that was walked into, whatever has taken that directory's path
   * since; fails when the file has become a link. When a FIFO has taken the file's place in this
   * very moment, this blocks until a writer comes: Java cannot open without blocking.
   */
  SeekableByteChannel open() throws IOException {
    return parent.newByteChannel(
        path.getFileName(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  SecureDirectoryStream<Path> openDirectory() throws IOException {
    return parent.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
  }
}
