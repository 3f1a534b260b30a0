package org.tcbridge.it.tools;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresTool}. */
final class RequiresToolCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<RequiresTool> tools = AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class);
        List<String> missing = tools.stream()
                .flatMap(required -> Stream.of(required.value()))
                .filter(name -> Tools.find(name).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("every tool is there");
        }
        return Missing.skip(String.join(", ", missing) + " not found: run " + Tools.INSTALL);
    }
}
