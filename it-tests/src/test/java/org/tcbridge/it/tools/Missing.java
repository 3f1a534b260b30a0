package org.tcbridge.it.tools;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What happens to a test whose tools are not there. */
final class Missing {

    private Missing() {}

    /**
     * Skips the test, or fails it where nothing may be skipped.
     *
     * @param reason what is missing and which command brings it
     * @return the skip
     * @throws ExtensionConfigurationException where tools are required, see {@link Tools#required()}
     */
    static ConditionEvaluationResult skip(String reason) {
        if (Tools.required()) {
            throw new ExtensionConfigurationException(
                    reason + " (nothing may be skipped here: CI=true or" + " -Dtcbridge.require-tools=true)");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
