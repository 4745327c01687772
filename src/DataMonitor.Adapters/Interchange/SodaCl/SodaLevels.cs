using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.SodaCl;

/// <summary>What is good: the comparison in the line, or the opposite of the alerts below it.</summary>
internal sealed class SodaLevels
{
    private readonly bool isReadable;

    /// <param name="comparison">What stands behind the metric; empty where alerts stand below it.</param>
    public SodaLevels(Intake intake, string comparison)
    {
        if (comparison.Length > 0)
        {
            isReadable = SodaThreshold.TryRead(comparison, out var good) && !intake.Has("warn") && !intake.Has("fail");
            Fail = isReadable ? good : null;
            return;
        }

        (Warn, var isWarnReadable) = Opposite(intake, "warn");
        (Fail, var isFailReadable) = Opposite(intake, "fail");
        isReadable = isWarnReadable && isFailReadable && (Warn is not null || Fail is not null);
    }

    public Bound? Warn { get; }

    public Bound? Fail { get; }

    /// <returns>The expectation, or <see langword="null"/> when the language has no words for it.</returns>
    public DefinitionNode? Expect(BoundUnit unit, out bool isExact)
    {
        isExact = true;
        if (!isReadable)
        {
            return null;
        }

        var warn = Warn?.ToText(unit, out isExact);
        var isWarnExact = isExact;
        var fail = Fail?.ToText(unit, out isExact);
        isExact &= isWarnExact;
        if ((Warn is not null && warn is null) || (Fail is not null && fail is null))
        {
            return null;
        }

        return warn is null ? Nodes.Text(fail!) : Nodes.Map(("warn", Nodes.Text(warn)), ("fail", fail is null ? null : Nodes.Text(fail)));
    }

    private static (Bound? Good, bool IsReadable) Opposite(Intake intake, string level)
    {
        if (!intake.Has(level))
        {
            return (null, true);
        }

        return intake.List(level).Texts() is [var when] && when.StartsWith("when ", StringComparison.Ordinal) && SodaThreshold.TryRead(when["when ".Length..].Trim(), out var bad)
            ? (bad.Opposite(), true)
            : (null, false);
    }
}
