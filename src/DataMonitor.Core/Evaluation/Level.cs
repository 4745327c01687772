using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Evaluation;

/// <summary>One level of an expectation, ready to be held against its reading.</summary>
/// <param name="Baseline"><see langword="null"/> when the condition needs none, or history has too little.</param>
internal sealed record Level(Condition Condition, Reading Reading, double? Baseline)
{
    /// <returns><see langword="null"/> when it cannot be judged for lack of history.</returns>
    public bool? IsMet => Condition is Within && Baseline is null ? null : Condition.IsMetBy(Reading.Value, Baseline);

    public string Words => Condition.InWords(Reading.Unit, Baseline);

    public string Sentence => $"{Words} {Condition.Verb()}";
}
