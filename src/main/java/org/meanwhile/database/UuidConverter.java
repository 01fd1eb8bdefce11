package org.meanwhile.database;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.UUID;

/**
 * UUIDs as they are, null included: the conversion that the provider applies by itself trips over
 * null.
 */
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
