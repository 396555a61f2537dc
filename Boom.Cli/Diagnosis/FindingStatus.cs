namespace Boom.Cli.Diagnosis;

/// <summary>How serious a finding is.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but look at it.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Fail,
}
