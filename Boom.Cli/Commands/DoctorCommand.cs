using System.CommandLine;
using System.Runtime.InteropServices;
using Boom.Cli.Diagnosis;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Embedded.Accounts;
using Boom.Hosting;
using Boom.ServiceDefaults;

namespace Boom.Cli.Commands;

/// <summary><c>boom doctor</c>: what is wrong, and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliConsole console)
    {
        var deep = new Option<bool>("--deep") { Description = "Read the whole store to find damage, whatever its size; default: up to 2 GB." };
        var command = new Command("doctor", "Check runtime, data folder, store, servers and options; exit 1 if any fails.") { deep };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetValue(deep), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, bool deep, CancellationToken cancellationToken)
    {
        List<Finding> findings =
        [
            CheckRuntime(),
            .. await FolderDiagnosis.RunAsync(parse.DataFolder(), deep, cancellationToken),
            .. await ServerDiagnosis.RunAsync(cancellationToken),
            .. await CheckIntakeAsync(parse.DataFolder(), cancellationToken),
            .. OptionsDiagnosis.Run(ProgramSettings.FromEnvironment()),
            .. NetworkDiagnosis.Run(ProgramSettings.FromEnvironment(), parse.DataFolder(), console.Time),
            .. FootprintDiagnosis.Run(ProgramSettings.FromEnvironment()),
            .. CatalogDiagnosis.Run(ProgramSettings.FromEnvironment(), parse.DataFolder()),
            .. await SchemaDiagnosis.RunAsync(parse.DataFolder(), SurveyCatalog.Default, console.Time, cancellationToken),
        ];
        if (parse.WantsJson())
            CliJson.Write(console, new FindingsJson(findings.Select(finding =>
                new FindingJson(finding.Subject, Word(finding.Status), finding.Detail, finding.Remedy.Length > 0 ? finding.Remedy : null))));
        else
            WriteText(console, findings);
        return (int)(findings.Exists(finding => finding.Status == FindingStatus.Fail) ? ExitCode.BadNews : ExitCode.Done);
    }

    static Finding CheckRuntime()
    {
        var detail = $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors";
        return Environment.Version.Major >= 10 ? Finding.Ok("runtime", detail) : Finding.Fail("runtime", detail, "install .NET 10");
    }

    static async Task<IEnumerable<Finding>> CheckIntakeAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            using var store = StoreSession.OpenForReading(folder);
            return (await IntakeRemarks.FindAsync(store.Alerts, cancellationToken)).Select(pause => Finding.Warn("intake", pause, "no packets are read until then"));
        }
        catch (Exception fault) when (fault is ExitException or PermanentFaultException or TransientFaultException or ConfigurationFaultException)
        {
            // What is wrong with the store is said with the store.
            return [];
        }
    }

    static void WriteText(CliConsole console, List<Finding> findings)
    {
        var table = new TextTable("", "subject", "finding");
        foreach (var finding in findings)
            table.Add(Word(finding.Status), finding.Subject, finding.Text);
        table.WriteTo(console.Out);
        var failed = findings.Count(finding => finding.Status == FindingStatus.Fail);
        console.WriteLine();
        console.WriteLine(failed == 0 ? "All that is needed works." : $"{DocumentText.Plural(failed, "check")} failed.");
    }

    static string Word(FindingStatus status) => status.ToString().ToLowerInvariant();
}
