package org.meanwhile.database;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps a UUID to itself, and null to null: EclipseLink's own conversion of UUIDs fails on null. */
@Converter
public class UuidConverter implements AttributeConverter<UUID, UUID> {

  @Override
  public @Nullable UUID convertToDatabaseColumn(@Nullable UUID uuid) {
    return uuid;
  }

  @Override
  public @Nullable UUID convertToEntityAttribute(@Nullable UUID uuid) {
    return uuid;
  }
}
