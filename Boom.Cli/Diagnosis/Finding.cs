using Boom.Core.Text;

namespace Boom.Cli.Diagnosis;

/// <summary>One thing that <c>boom doctor</c> has looked at.</summary>
/// <param name="Detail">What was found, without a full stop: the remedy may follow.</param>
/// <param name="Remedy">How to mend it; empty when it is well.</param>
internal sealed record Finding(string Subject, FindingStatus Status, string Detail, string Remedy = "")
{
    /// <summary>Detail and remedy in one line.</summary>
    public string Text => Remedy.Length == 0 ? Detail : Detail.EndsWith('?') ? $"{Detail} {char.ToUpperInvariant(Remedy[0])}{Remedy[1..]}" : $"{Detail}: {Remedy}";

    public static Finding Ok(string subject, string detail) => new(subject, FindingStatus.Ok, SentenceText.Clause(detail));

    public static Finding Warn(string subject, string detail, string remedy) => new(subject, FindingStatus.Warn, SentenceText.Clause(detail), SentenceText.Clause(remedy));

    public static Finding Fail(string subject, string detail, string remedy) => new(subject, FindingStatus.Fail, SentenceText.Clause(detail), SentenceText.Clause(remedy));
}

/// <summary>How serious a finding is: as it should be; it works, but look at it; it does not work.</summary>
internal enum FindingStatus
{
    Ok,
    Warn,
    Fail,
}
