package org.meanwhile.database.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFileTest {
  private static final int TRANSFER_BYTES = 64 << 20;

  @TempDir private Path temp;

  @Test
  void bytes_are_read_from_the_position_where_they_were_written() throws IOException {
    try (FileChannel file = file("rw")) {
      assertThat(file.write(text("0123456789"), 5)).isEqualTo(10);
      assertThat(file.write(text("ab").asReadOnlyBuffer(), 7)).isEqualTo(2);
      assertThat(file.size()).isEqualTo(15);

      ByteBuffer some = ByteBuffer.allocate(20).position(3).limit(9).slice();
      assertThat(file.read(some, 6)).isEqualTo(6);
      assertThat(new String(some.array(), 3, 6, US_ASCII)).isEqualTo("1ab456");
      assertThat(some.hasRemaining()).isFalse();

      ByteBuffer direct = ByteBuffer.allocateDirect(8);
      assertThat(file.read(direct, 12)).isEqualTo(3);
      assertThat(direct.flip()).isEqualTo(text("789"));
      assertThat(file.read(ByteBuffer.allocate(1), 15)).isEqualTo(-1);
      assertThat(file.read(ByteBuffer.allocateDirect(1), 15)).isEqualTo(-1);
    }
  }

  @Test
  void truncate_shortens_a_file_and_never_lengthens_it() throws IOException {
    try (FileChannel file = file("rw")) {
      file.write(text("0123456789"));
      file.truncate(20);
      assertThat(file.size()).isEqualTo(10);
      file.truncate(4);
      assertThat(file.size()).isEqualTo(4);
      assertThat(file.position()).isEqualTo(4);
      file.force(true);
    }
  }

  @Test
  void interrupts_do_not_close_a_file() throws IOException {
    try (FileChannel file = file("rw")) {
      Thread.currentThread().interrupt();
      file.write(text("x"), 0);
      file.force(false);
      file.read(ByteBuffer.allocate(1), 0);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.isOpen()).isTrue();
    }
  }

  @Test
  void a_transfer_takes_no_memory_outside_the_heap() throws IOException {
    long before = directBufferBytes();
    try (FileChannel file = file("rw")) {
      file.write(ByteBuffer.allocate(TRANSFER_BYTES), 0);
      file.read(ByteBuffer.allocate(TRANSFER_BYTES), 0);
    }

    // Other tests of this process may allocate a little at the same time.
    assertThat(directBufferBytes() - before).isLessThan(TRANSFER_BYTES / 2);
  }

  @Test
  void a_file_opened_for_reading_cannot_be_written() throws IOException {
    file("rw").close();
    try (FileChannel file = file("r")) {
      assertThatThrownBy(() -> file.write(text("x"), 0)).isInstanceOf(IOException.class);
      assertThat(file.size()).isZero();
    }
  }

  @Test
  void reading_a_closed_file_throws() throws IOException {
    FileChannel file = file("rw");
    file.close();

    assertThat(file.isOpen()).isFalse();
    assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0))
        .isInstanceOf(ClosedChannelException.class);
  }

  private FileChannel file(String mode) throws IOException {
    PlainFiles.register();
    return FilePath.get("plain:" + temp.resolve("a.db")).open(mode);
  }

  private static ByteBuffer text(String ascii) {
    return ByteBuffer.wrap(ascii.getBytes(US_ASCII));
  }

  private static long directBufferBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
