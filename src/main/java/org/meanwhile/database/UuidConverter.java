package org.meanwhile.database;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.UUID;

/** Maps a UUID to itself, and null to null: EclipseLink's own conversion of UUIDs fails on null. */
@Converter
public class UuidConverter implements AttributeConverter<UUID, UUID> {

  @Override
  public UUID convertToDatabaseColumn(UUID uuid) {
    return uuid;
  }

  @Override
  public UUID convertToEntityAttribute(UUID uuid) {
    return uuid;
  }
}
