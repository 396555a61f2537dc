using Boom.Core.Text;

namespace Boom.Cli.Diagnosis;

/// <summary>One thing that <c>boom doctor</c> has looked at.</summary>
/// <param name="Remedy">How to mend it; empty when it is well.</param>
internal sealed record Finding(string Subject, FindingStatus Status, string Detail, string Remedy = "")
{
    /// <summary>Detail and remedy in one line, with one mark between them and none at the end.</summary>
    public string Text
    {
        get
        {
            var (detail, remedy) = (SentenceText.Clause(Detail), SentenceText.Clause(Remedy));
            return remedy.Length == 0 ? detail : detail.EndsWith('?') ? $"{detail} {char.ToUpperInvariant(remedy[0])}{remedy[1..]}" : $"{detail}: {remedy}";
        }
    }

    public static Finding Ok(string subject, string detail) => new(subject, FindingStatus.Ok, detail);

    public static Finding Warn(string subject, string detail, string remedy) => new(subject, FindingStatus.Warn, detail, remedy);

    public static Finding Fail(string subject, string detail, string remedy) => new(subject, FindingStatus.Fail, detail, remedy);
}

/// <summary>How serious a finding is: as it should be; it works, but look at it; it does not work.</summary>
internal enum FindingStatus
{
    Ok,
    Warn,
    Fail,
}
