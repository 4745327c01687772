namespace DataMonitor.Core.Checks;

/// <summary>What came of judging a check; bad data and no answer are different things.</summary>
public enum CheckOutcome
{
    Passed,
    Warned,
    Failed,

    /// <summary>Nothing could be judged and nothing is wrong: no rows in the partition, a deadline not reached yet, no history.</summary>
    NotApplicable,

    /// <summary>The check could not be measured: the source did not answer, a column is gone.</summary>
    Errored,
}

public static class CheckOutcomes
{
    /// <returns>How bad: 0 passed or not applicable, 1 warned, 2 failed, 3 errored. The numbers of exit codes and of the <c>status</c> series.</returns>
    public static int Rank(this CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Warned => 1,
        CheckOutcome.Failed => 2,
        CheckOutcome.Errored => 3,
        _ => 0,
    };
}
