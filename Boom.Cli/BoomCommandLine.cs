using System.CommandLine;
using System.CommandLine.Invocation;
using Boom.Catalogs;
using Boom.Cli.Commands;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Commands.DeadLetters;
using Boom.Cli.Commands.Filters;
using Boom.Cli.Commands.Models;
using Boom.Cli.Commands.Schemas;
using Boom.Cli.Commands.Watchlists;
using Boom.Cli.Parsing;
using Boom.Core.Catalogs;
using Boom.Core.Resilience;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Embedded.Servers;
using Boom.Hosting;
using Boom.Inference;
using Boom.Messaging.Archives;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Boom.Cli;

/// <summary>The <c>boom</c> command: its tree, and the one place where errors become sentences and exit codes.</summary>
internal static class BoomCommandLine
{
    /// <summary>The whole tree. A command joins it with one line here.</summary>
    public static RootCommand Build(CliConsole console) => new("Boom, an alert broker for astronomical surveys.")
    {
        GlobalOptions.Data,
        GlobalOptions.Json,
        GlobalOptions.Verbose,
        RunCommand.Create(console),
        PlayCommand.Create(console),
        ServeCommand.Create(console),
        PrepareCommand.Create(console),
        AuditCommand.Create(console),
        IntakeCommand.Create(console),
        ObjectCommand.Create(console),
        AlertCommand.Create(console),
        ConeCommand.Create(console),
        DeadLettersCommand.Create(console),
        ModelsCommand.Create(console),
        CatalogCommand.Create(console),
        WatchlistCommand.Create(console),
        FilterCommand.Create(console),
        SchemasCommand.Create(console),
        EnrichCommand.Create(console),
        DoctorCommand.Create(console),
        BenchCommand.Create(console),
        DrillCommand.Create(console),
    };

    /// <summary>Parses and runs; answers the exit code of the process.</summary>
    public static async Task<int> RunAsync(string[] args, CliConsole console, CancellationToken cancellationToken = default)
    {
        using var stop = StopSignal.Listen(cancellationToken);
        NativeMemory.LimitArenas();
        var root = Build(console);
        PromptStart.Apply(root);
        if (args is ["help", .. var words])
            args = [.. words, "--help"];
        // A word that begins with @ is a name like any other, not a file of more words.
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (args.Length == 0)
        {
            root.Parse("--help").Invoke(new InvocationConfiguration { Output = console.Error });
            return (int)ExitCode.Usage;
        }

        if (UnknownCommands.Find(parse) is { } unknown)
        {
            console.Complain(unknown);
            return (int)ExitCode.Usage;
        }

        IReadOnlyList<string> wrongWords = [.. UnknownOptions.Find(root, parse, args), .. EmptyWords.Find(parse)];
        if (parse.Action is ParseErrorAction || wrongWords.Count > 0)
        {
            // What follows from a word that is wrong is no help.
            foreach (var problem in wrongWords.Count > 0 ? wrongWords : [.. parse.Errors.Select(error => error.Message)])
                console.Complain(problem);
            console.Complain($"Try '{UnknownOptions.PathOf(parse.CommandResult)} --help'.");
            return (int)ExitCode.Usage;
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = console.Out,
                Error = console.Error,
                // A stop asked for by signal takes the time it needs to finish and release what is claimed.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            };
            if (parse.Action is not AsynchronousCommandLineAction)
                stop.Leave();
            return await parse.InvokeAsync(invocation, stop.Token);
        }
        catch (Exception fault)
        {
            return (int)Report(fault, console, parse);
        }
    }

    static ExitCode Report(Exception fault, CliConsole console, ParseResult parse)
    {
        (ExitCode exitCode, IEnumerable<string> sentences) = fault switch
        {
            ExitException expected => (expected.ExitCode, [expected.Message]),
            OperationCanceledException => (ExitCode.BadNews, ["Stopped before the end."]),
            ConfigurationFaultException => (ExitCode.Usage, fault.Message.Split(Environment.NewLine)),
            OptionsValidationException options => (ExitCode.Usage, options.Failures),
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => (ExitCode.Usage, [fault.Message]),
            TransientFaultException or PermanentFaultException or ModelException or CatalogException or SkyTableException or DataFolderException or StackException or PacketSourceException =>
                (ExitCode.Missing, [fault.Message]),
            IOException or UnauthorizedAccessException => (ExitCode.Missing, [FileFaults.Describe(fault, parse)]),
            _ => (ExitCode.Missing, [$"Something unforeseen went wrong: {SentenceText.Clause(fault.Message)} (--verbose shows where)"]),
        };
        foreach (var sentence in sentences)
            console.Complain(SentenceText.End(sentence));
        if (parse.GetValue(GlobalOptions.Verbose))
            console.Error.WriteLine(VisibleText.Lines(fault.ToString()));
        return exitCode;
    }
}
