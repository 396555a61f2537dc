using System.Globalization;
using Boom.Core.Surveys;

namespace Boom.AppHost;

/// <summary>What is played into the broker for trials: a simulated night, or packets of a folder. It is no part of a deployment.</summary>
sealed class PlayerPlan
{
    /// <summary>How a night is written.</summary>
    public const string NightFormat = "yyyyMMdd";

    /// <summary>Most packets of a simulated night: twice as many as LSST sends.</summary>
    public const int MaximumAlerts = 20_000_000;

    /// <summary>Whether there is a player. Default: yes. Without one, consumers read the nights of today and yesterday.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether it starts with the system; else from the dashboard. Default: yes.</summary>
    public bool Automatic { get; set; } = true;

    /// <summary>The night that is played and read, <c>yyyyMMdd</c>; default 20260101.</summary>
    public string Night { get; set; } = "20260101";

    /// <summary>Packets of the simulated night, 1 to 20,000,000; default 5,000.</summary>
    public int Alerts { get; set; } = 5_000;

    /// <summary>Seed of the simulated night, 0 or more; default 1.</summary>
    public long Seed { get; set; } = 1;

    /// <summary>Packets per second, 0 for as many as can be sent; default 200, so that there is something to watch.</summary>
    public int Rate { get; set; } = 200;

    /// <summary>Files, folder or archive with packets; default empty: a simulated night.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Survey of the packets of a folder; default empty: what the packets themselves say, those of several surveys each to their own topic.</summary>
    public string Survey { get; set; } = "";

    /// <summary>Arguments of the <c>boom</c> command.</summary>
    /// <param name="surveys">Surveys of the system: each plays a simulated night.</param>
    /// <param name="catalogs">Folder that takes the catalogues of a simulated night; null for none.</param>
    public string[] Arguments(IEnumerable<string> surveys, string? catalogs)
    {
        string[] named = Survey.Length > 0 ? ["--survey", Survey] : [];
        string[] play = Folder.Length > 0
            ? ["play", Folder, .. named]
            : ["run", .. surveys.SelectMany(survey => (string[])["--survey", survey]), "--alerts", Text(Alerts), "--seed", Text(Seed), .. catalogs is null ? (string[])[] : ["--catalogs", catalogs]];
        string[] rate = Rate > 0 ? ["--rate", $"{Text(Rate)}/s"] : [];
        return [.. play, "--night", Night, .. rate, "--publish-only"];
    }

    /// <summary>What is wrong, a sentence each.</summary>
    public IEnumerable<string> FindProblems(string key)
    {
        if (!DateOnly.TryParseExact(Night, NightFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            yield return $"{key}:Night is '{Night}'; give a date as yyyyMMdd, e.g. 20260101.";
        if (Survey.Length > 0 && !SurveyNames.TryParseSupported(Survey, out _, out var problem))
            yield return $"{key}:Survey is '{Survey}': {problem}";
        if (Alerts is < 1 or > MaximumAlerts)
            yield return $"{key}:Alerts is {Text(Alerts)}; give 1 to {Text(MaximumAlerts)}.";
        if (Seed < 0)
            yield return $"{key}:Seed is {Text(Seed)}; give 0 or more.";
        if (Rate < 0)
            yield return $"{key}:Rate is {Text(Rate)}; give packets per second, or 0 for as many as can be sent.";
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
