package org.meanwhile.platform;

/**
 * One row of the table of settings in the manual.
 *
 * <p>A {@link Setting} makes its own. A {@link SettingsGroup} declares a constant of this type for
 * each name that the server reads without a {@link Setting}: because the container or a standard
 * defines the name, or because a part of it is the operator's choice.
 *
 * @param name the full name; a part that the operator chooses stands in angle brackets
 * @param defaultText the value as text when nobody sets it; empty for none
 * @param constraint which values are allowed, in words
 * @param description what the value decides, in Markdown
 */
public record SettingRow(String name, String defaultText, String constraint, String description) {}
