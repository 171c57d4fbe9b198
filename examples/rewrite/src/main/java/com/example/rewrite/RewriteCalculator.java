package com.example.rewrite;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.task.ImageTask;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;

/** Adds a style to every prompt, and refuses prompts that name another. */
public final class RewriteCalculator extends Calculator {
  static final In<ImageTask> TASK = In.of("TASK", ImageTask.class);
  static final Out<ImageTask> REWRITTEN = Out.of("TASK", ImageTask.class);

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Adds a style to every prompt.");
    cc.declare(TASK, REWRITTEN);
    cc.options(RewriteOptions.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    ImageTask task = TASK.get(cc);
    String prompt = task.prompts().prompt();
    if (prompt.contains("in the style of")) {
      throw RequestException.invalid("prompt", "has a style already; leave it out");
    }
    String style = cc.options(RewriteOptions.class).style();
    REWRITTEN.send(cc, task.withPrompt(prompt + ", in the style of " + style));
  }
}
