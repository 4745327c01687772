using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Why an engine refused or broke off a statement.</summary>
/// <param name="Name">The identifier that it stumbled over, where it told which.</param>
/// <param name="Code">The engine's own code, for the cases that we have no words for.</param>
internal sealed record SqlFault(SqlFaultKind Kind, string Code, string? Name = null);

internal enum SqlFaultKind
{
    Other,
    MissingColumn,
    MissingTable,
    WrongType,
    Denied,
    DivisionByZero,
    OutOfRange,
    BadValue,
    BadRegex,
    BadSyntax,
    ManyRows,
    Unreadable,
    NotReadOnly,
    OutOfResources,
    Timeout,
    Locked,
    Cancelled,
}

/// <summary>A statement failed, the session goes on. Never reaches a user: <see cref="FaultWords"/> says it to people.</summary>
public sealed class SqlFaultException : Exception
{
    internal SqlFaultException(SqlFault fault, Exception cause)
        : base(fault.Kind.ToString(), cause) => Fault = fault;

    internal SqlFault Fault { get; }
}

/// <summary>A connection broke in the middle of a scan in a way that a new connection may not see.</summary>
/// <param name="outcome">What to say when the new connection breaks too.</param>
public sealed class SessionLostException(SourceException outcome) : Exception(outcome.Message, outcome)
{
    public SourceException Outcome => outcome;
}
