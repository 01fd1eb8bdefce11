package org.meanwhile.builtin.backup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Encodes the records of a zip archive (PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16). Only
 * numbers that do not fit go to Zip64 fields (section 4.5.3), because old readers do not know
 * these.
 */
final class ZipRecords {
  static final int STORED = 0;
  static final int DEFLATED = 8;
  static final long MAX_UINT32 = 0xFFFF_FFFFL;
  static final int MAX_UINT16 = 0xFFFF;

  private static final int UTF8_NAMES = 1 << 11;
  private static final int SIZES_FOLLOW = 1 << 3;
  private static final int MADE_ON_UNIX = 3 << 8;
  private static final int VERSION = 20;
  private static final int VERSION_ZIP64 = 45;
  private static final int ZIP64_EXTRA = 0x0001;
  private static final int TIME_EXTRA = 0x5455;

  private ZipRecords() {}

  /** The checksum, sizes and position of an entry, known when it is written. */
  record Written(int method, long crc, long compressed, long size, long offset) {}

  /** The record before an entry whose sizes are known. */
  static ByteBuffer localHeader(ZipEntry entry, Written sizes) {
    ByteBuffer record = record(30 + entry.name().length + 9);
    record.putInt(0x04034b50).putShort((short) VERSION);
    putCommon(record, entry, UTF8_NAMES, sizes.method, sizes.crc);
    record.putInt((int) sizes.compressed).putInt((int) sizes.size);
    record.putShort((short) entry.name().length).putShort((short) timeExtraLength(entry));
    putTimeExtra(record.put(entry.name()), entry);
    return record.flip();
  }

  /** The record before an entry whose sizes follow its content. */
  static ByteBuffer streamedHeader(ZipEntry entry, boolean zip64) {
    ByteBuffer record = record(30 + entry.name().length + 9 + 20);
    record.putInt(0x04034b50).putShort((short) (zip64 ? VERSION_ZIP64 : VERSION));
    putCommon(record, entry, UTF8_NAMES | SIZES_FOLLOW, DEFLATED, 0);
    int size = zip64 ? (int) MAX_UINT32 : 0;
    record.putInt(size).putInt(size).putShort((short) entry.name().length);
    record.putShort((short) (timeExtraLength(entry) + (zip64 ? 20 : 0))).put(entry.name());
    putTimeExtra(record, entry);
    if (zip64) {
      record.putShort((short) ZIP64_EXTRA).putShort((short) 16).putLong(0).putLong(0);
    }
    return record.flip();
  }

  /** The record with the sizes, after the content of an entry. */
  static ByteBuffer descriptor(Written sizes, boolean zip64) {
    ByteBuffer record = record(24).putInt(0x08074b50).putInt((int) sizes.crc);
    if (zip64) {
      record.putLong(sizes.compressed).putLong(sizes.size);
    } else {
      record.putInt((int) sizes.compressed).putInt((int) sizes.size);
    }
    return record.flip();
  }

  /** The record of an entry in the central directory. */
  static ByteBuffer centralHeader(ZipEntry entry, Written sizes) {
    ByteBuffer zip64 = record(28);
    // The order of the extra field, which differs from that of the record.
    int size = fit(sizes.size, zip64);
    int compressed = fit(sizes.compressed, zip64);
    int offset = fit(sizes.offset, zip64);
    zip64.flip();
    int extra = zip64.hasRemaining() ? 4 + zip64.remaining() : 0;
    ByteBuffer record = record(46 + entry.name().length + 9 + extra);
    record.putInt(0x02014b50).putShort((short) (MADE_ON_UNIX | VERSION_ZIP64));
    record.putShort((short) (extra > 0 ? VERSION_ZIP64 : VERSION));
    int flags = sizes.method == DEFLATED ? UTF8_NAMES | SIZES_FOLLOW : UTF8_NAMES;
    putCommon(record, entry, flags, sizes.method, sizes.crc);
    record.putInt(compressed).putInt(size).putShort((short) entry.name().length);
    record.putShort((short) (timeExtraLength(entry) + extra));
    record.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    record.putInt(entry.mode() << 16 | (entry.isDirectory() ? 0x10 : 0)).putInt(offset);
    putTimeExtra(record.put(entry.name()), entry);
    if (extra > 0) {
      record.putShort((short) ZIP64_EXTRA).putShort((short) zip64.remaining()).put(zip64);
    }
    return record.flip();
  }

  /** The records that end the archive, with Zip64 records where numbers do not fit. */
  static ByteBuffer end(long entries, long centralOffset, long centralSize, byte[] comment) {
    ByteBuffer record = record(56 + 20 + 22 + comment.length);
    if (entries >= MAX_UINT16 || centralOffset >= MAX_UINT32 || centralSize >= MAX_UINT32) {
      record.putInt(0x06064b50).putLong(44);
      record.putShort((short) (MADE_ON_UNIX | VERSION_ZIP64)).putShort((short) VERSION_ZIP64);
      record.putInt(0).putInt(0).putLong(entries).putLong(entries);
      record.putLong(centralSize).putLong(centralOffset);
      record.putInt(0x07064b50).putInt(0).putLong(centralOffset + centralSize).putInt(1);
    }
    short shown = (short) Math.min(entries, MAX_UINT16);
    record.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    record.putShort(shown).putShort(shown);
    record.putInt((int) Math.min(centralSize, MAX_UINT32));
    record.putInt((int) Math.min(centralOffset, MAX_UINT32));
    record.putShort((short) comment.length).put(comment);
    return record.flip();
  }

  private static ByteBuffer record(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void putCommon(
      ByteBuffer record, ZipEntry entry, int flags, int method, long crc) {
    record.putShort((short) flags).putShort((short) method);
    record.putInt(dosTime(entry.modified())).putInt((int) crc);
  }

  /** Returns the value of the 32-bit field; a number that does not fit goes to {@code zip64}. */
  private static int fit(long number, ByteBuffer zip64) {
    if (number < MAX_UINT32) {
      return (int) number;
    }
    zip64.putLong(number);
    return (int) MAX_UINT32;
  }

  private static int timeExtraLength(ZipEntry entry) {
    return fitsTimeExtra(entry.modified()) ? 9 : 0;
  }

  /** Puts Info-ZIP's "extended timestamp": seconds since 1970, UTC. */
  private static void putTimeExtra(ByteBuffer record, ZipEntry entry) {
    if (fitsTimeExtra(entry.modified())) {
      record.putShort((short) TIME_EXTRA).putShort((short) 5).put((byte) 1);
      record.putInt((int) entry.modified().getEpochSecond());
    }
  }

  private static boolean fitsTimeExtra(Instant modified) {
    return modified.getEpochSecond() == (int) modified.getEpochSecond();
  }

  /** The DOS time in UTC, 1980 to 2107 in steps of two seconds, for readers without time extra. */
  private static int dosTime(Instant modified) {
    LocalDateTime time = LocalDateTime.ofInstant(modified, ZoneOffset.UTC);
    if (time.getYear() < 1980) {
      return 1 << 21 | 1 << 16;
    }
    int year = Math.min(time.getYear(), 2107) - 1980;
    int date = year << 9 | time.getMonthValue() << 5 | time.getDayOfMonth();
    return date << 16 | time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() >> 1;
  }
}
