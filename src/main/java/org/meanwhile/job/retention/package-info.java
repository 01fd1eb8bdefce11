/**
 * When what is over is deleted: a timer, and nothing else. What is over, {@code job} knows. An
 * expired job is answered as such from the moment on that it expires, whether or not the timer has
 * come by.
 */
package org.meanwhile.job.retention;
