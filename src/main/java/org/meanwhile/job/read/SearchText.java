package org.meanwhile.job.read;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What a search box was given: an id, a part of one, or words; or several of these. */
public sealed interface SearchText {

  /**
   * All ids from one to another; the same one twice for a whole id.
   *
   * @param otherwise when there is no such job: a label may hold an id, too
   */
  record Ids(UUID first, UUID last, Words otherwise) implements SearchText {
    @Override
    public boolean isOfIds() {
      return true;
    }

    @Override
    public SearchText withIds(Function<Ids, SearchText> other) {
      return other.apply(this);
    }
  }

  /**
   * All of the words, in the operation, the labels or the error's message.
   *
   * @param idEnd the text as the end of an id, with its hyphens, when it looks like one: a job of
   *     such an id matches as well. A date or a number of eight digits looks like one, too
   */
  record Words(List<String> words, Optional<String> idEnd) implements SearchText {
    @Override
    public boolean isOfIds() {
      return false;
    }

    @Override
    public SearchText withIds(Function<Ids, SearchText> other) {
      return this;
    }
  }

  /**
   * Any of several texts.
   *
   * @param texts not empty
   */
  record AnyOf(List<SearchText> texts) implements SearchText {
    public AnyOf {
      texts = List.copyOf(texts);
    }

    @Override
    public boolean isOfIds() {
      return texts.stream().allMatch(SearchText::isOfIds);
    }

    @Override
    public SearchText withIds(Function<Ids, SearchText> other) {
      return new AnyOf(texts.stream().map(text -> text.withIds(other)).toList());
    }
  }

  /** Whether an index leads to all that is found. */
  boolean isOfIds();

  /** The same with other texts in place of the ids. */
  SearchText withIds(Function<Ids, SearchText> other);

  /**
   * Reads a text: a whole id, its first 13 characters or more, its last eight digits or more, or
   * else words, which white space separates. Empty when it has nothing but white space.
   */
  static Optional<SearchText> of(String text) {
    String line = text.replaceAll("[\\s\\p{Z}]+", " ").strip();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String lower = line.toLowerCase(Locale.ROOT);
    Words words = new Words(List.of(line.split(" ")), IdParts.end(lower));
    return Optional.of(
        IdParts.isBeginning(lower)
            ? new Ids(IdParts.first(lower), IdParts.last(lower), words)
            : words);
  }
}
