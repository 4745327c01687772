using System.Collections.Immutable;
using DataMonitor.Core.Calendars;

namespace DataMonitor.Core.Definitions;

/// <summary>What a shape needs beside the node: where mistakes go, variables, and judgements that need a library. Not thread-safe.</summary>
/// <param name="syntax">Questions about text that only a library can answer.</param>
/// <param name="variables"><c>vars:</c> of the dataset being read, already plain text.</param>
public sealed class ReadContext(IDefinitionSyntax syntax, ImmutableDictionary<string, string>? variables = null)
{
    private List<DefinitionError> errors = [];
    private List<DefinitionError> warnings = [];

    public IDefinitionSyntax Syntax => syntax;

    public ImmutableDictionary<string, string> Variables => variables ?? ImmutableDictionary<string, string>.Empty;

    public IReadOnlyList<DefinitionError> Errors => errors;

    public IReadOnlyList<DefinitionError> Warnings => warnings;

    /// <summary>Known sources and how their objects are written, where that could be read; <see langword="null"/> when nothing is known, so that nothing is said about it.</summary>
    public ImmutableDictionary<string, ObjectForm?>? Sources { get; init; }

    /// <summary>Templates that a dataset may use.</summary>
    internal TemplateSet Templates { get; init; } = TemplateSet.None;

    /// <summary>Calendars that <c>days:</c> may name.</summary>
    internal CalendarSet Calendars { get; init; } = CalendarSet.None;

    /// <summary>Source of the dataset being read, or <see langword="null"/> outside of one.</summary>
    public string? Source { get; init; }

    /// <summary>Innermost key being read, for messages; empty at the top of a file.</summary>
    internal string Key { get; set; } = "";

    public void Report(Place place, string problem, string remedy) => errors.Add(new(place, problem, remedy));

    /// <summary>Says that a definition stands but deserves a second look.</summary>
    public void Warn(Place place, string problem, string remedy) => warnings.Add(new(place, problem, remedy));

    /// <returns>A context that knows <paramref name="names"/> and reports into this one.</returns>
    public ReadContext With(ImmutableDictionary<string, string> names) => With(names, Source);

    /// <returns>A context inside a dataset of <paramref name="source"/> that reports into this one.</returns>
    internal ReadContext With(ImmutableDictionary<string, string> names, string? source) =>
        new(syntax, names) { errors = errors, warnings = warnings, Sources = Sources, Templates = Templates, Calendars = Calendars, Source = source, Key = Key };

    /// <returns>A context that knows the same and keeps what is reported to itself.</returns>
    internal ReadContext Apart() => new(syntax, variables) { Sources = Sources, Templates = Templates, Calendars = Calendars, Source = Source };
}

/// <summary>Questions about definition text that need a library or the machine; Core asks, the daemon answers.</summary>
public interface IDefinitionSyntax
{
    /// <returns><see langword="null"/> when <paramref name="expression"/> is a cron expression of five fields; otherwise what is wrong with it.</returns>
    string? ProblemOfCron(string expression);

    /// <returns>Whether <paramref name="name"/> is an IANA time zone of this machine.</returns>
    bool IsTimeZone(string name);

    /// <returns>The value of an environment variable, or <see langword="null"/> when it is not set.</returns>
    string? EnvironmentVariable(string name);

    /// <returns>The trimmed text of a file that holds a secret, or <see langword="null"/> when it cannot be read.</returns>
    string? SecretFile(string path);
}
