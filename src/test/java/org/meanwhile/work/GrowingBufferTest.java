package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowingBufferTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final List<Integer> lengths = new ArrayList<>();
  private final OutputStream target =
      new OutputStream() {
        @Override
        public void write(int b) {
          throw new AssertionError("one byte at a time");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
          lengths.add(length);
          written.write(bytes, from, length);
        }
      };

  @Test
  void many_small_writes_become_few_large_ones_with_the_same_bytes() throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (GrowingBuffer buffer = new GrowingBuffer(target, 1000)) {
      for (int i = 0; i < 5000; i++) {
        byte[] some = new byte[i % 7];
        Arrays.fill(some, (byte) i);
        buffer.write(some);
        buffer.write(i);
        expected.write(some);
        expected.write(i);
      }
    }

    assertThat(written.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(lengths).hasSizeLessThan(25).allMatch(length -> length <= 1000);
  }

  @Test
  void a_large_write_follows_the_buffered_bytes_directly() throws IOException {
    GrowingBuffer buffer = new GrowingBuffer(target, 10);
    buffer.write(new byte[] {1, 2, 3});
    buffer.write(new byte[12]);

    assertThat(lengths).containsExactly(3, 12);
  }

  @Test
  void a_buffer_that_was_never_written_to_writes_nothing() throws IOException {
    new GrowingBuffer(target, 10).close();

    assertThat(lengths).isEmpty();
  }

  @Test
  void a_failed_write_is_thrown_to_the_writer() {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    GrowingBuffer buffer = new GrowingBuffer(failing, 4);

    assertThatThrownBy(() -> buffer.write(new byte[4])).hasMessage("full");
  }
}
