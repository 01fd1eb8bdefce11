/**
 * Checks what the build hands over: the WAR and the classes jar, and that the author of an
 * operation can build on them. It looks at files and speaks HTTP; it knows no class of the
 * application.
 */
package org.meanwhile.artifact;
