using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>What a test was given: its arguments, in the two forms that dbt knows, and its configuration.</summary>
internal sealed class DbtArguments(string test, Intake own, string? column, DbtNames names, string target)
{
    private readonly Intake? nested = own.Map("arguments");
    private readonly Intake? config = own.Map("config");

    /// <summary>Name of the test: <c>dbt_utils.accepted_range</c>.</summary>
    public string Test => test;

    public DbtNames Names => names;

    /// <summary>The table that is tested.</summary>
    public string Target => target;

    /// <summary>The column under which the test stands, or which it names itself.</summary>
    public string? Column { get; } = column ?? (own.Node.Find("column_name") as ScalarNode)?.Text;

    /// <summary>An argument was written in Jinja, which only dbt can read.</summary>
    public bool HasJinja { get; private set; }

    public bool Has(string key) => nested?.Has(key) == true || own.Has(key);

    public string? Text(string key) => Plain((nested?.Has(key) == true ? nested : own).Text(key));

    public decimal? Number(string key) => Text(key) is { } text && Intake.TryNumber(text, out var number) ? number : null;

    /// <returns><see langword="null"/> when it is absent or no list of plain values.</returns>
    public ImmutableArray<string>? Texts(string key) => Has(key) && (nested?.Has(key) == true ? nested : own).List(key).Texts() is { IsEmpty: false } texts ? texts : null;

    /// <summary>A key of the configuration, which may also stand beside the arguments.</summary>
    public string? Setting(string key)
    {
        var beside = own.Text(key);
        return Plain(config?.Text(key) ?? beside);
    }

    /// <summary>A setting that has no effect is told.</summary>
    public void LeaveOutSetting(string key, string why, string instead)
    {
        (config?.Has(key) == true ? config : own).LeaveOut(key, why, instead);
    }

    public void Finish()
    {
        own.Take("column_name");
        foreach (var part in new[] { nested, own })
        {
            part?.Carry("quote", "values are compared as texts");
        }

        nested?.Finish(DbtReasons.Test);
        config?.Finish(DbtReasons.Test);
        own.Finish(DbtReasons.Test);
    }

    private string? Plain(string? text)
    {
        HasJinja |= text is not null && (text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal));
        return text;
    }
}
