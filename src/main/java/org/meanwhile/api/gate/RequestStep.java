package org.meanwhile.api.gate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** One step of the {@link RequestPipeline}. Safe for many threads. */
interface RequestStep {

  /** Answers the request itself, or passes it to what comes next. */
  void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException;
}
