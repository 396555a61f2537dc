using Boom.Cli.Commands.Schemas;
using Boom.Cli.Rendering;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Hosting.Schemas;
using Boom.Messaging.Registry;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at where schemas come from that packets name by number: registries that answer, a folder that can be written.</summary>
internal static class SchemaDiagnosis
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(string dataFolder, SurveyCatalog surveys, TimeProvider time, CancellationToken cancellationToken)
    {
        var subjects = surveys.Supported.Select(survey => surveys[survey].Schemas).OfType<SchemaSubject>().ToList();
        if (subjects.Count == 0)
            return [];
        RegistrySettings settings;
        try
        {
            settings = SchemaParts.Read(SchemaSession.Configuration(dataFolder));
        }
        catch (ConfigurationFaultException)
        {
            // Said with the options.
            return [];
        }

        using var registry = new SchemaRegistry(settings, time, NullLogger<SchemaRegistry>.Instance);
        var findings = new List<Finding> { CheckFolder(registry.Cache.Folder) };
        foreach (var subject in subjects)
            findings.AddRange(FindDamage(registry.Cache, subject));
        foreach (var subject in subjects)
            findings.Add(await CheckAsync(registry, settings, subject, cancellationToken));
        return findings;
    }

    static IEnumerable<Finding> FindDamage(SchemaCache cache, SchemaSubject subject)
    {
        var problems = new List<string>();
        cache.List(subject, problems);
        return problems.Select(problem => Finding.Warn("schema cache", problem.TrimEnd('.'), "remove the file, or have it made anew by 'boom schemas fetch'"));
    }

    static async Task<Finding> CheckAsync(SchemaRegistry registry, RegistrySettings settings, SchemaSubject subject, CancellationToken cancellationToken)
    {
        var name = subject.Survey.ToUpperName();
        var options = settings.Of(subject.Survey);
        var known = registry.Cache.List(subject, []).Select(schema => schema.Number).Concat(subject.Included.Select(subject.NumberOf)).Distinct().Order().ToList();
        var files = SchemaFilesView.Of(options, subject);
        var here = known.Count == 0 ? "none is known here" : $"known here: {string.Join(", ", known)}";
        if (files is { Numbers: { } numbersThere })
            here += numbersThere.Count == 0 ? $"; none in {files.Place}" : $"; in {files.Place}: {string.Join(", ", numbersThere)}";
        if (SchemaRegistry.AddressesOf(options, subject).Count == 0)
            return Finding.Ok("schemas", $"{name}: nobody is asked, {here}");
        try
        {
            var (address, numbers) = await registry.ListAsync(subject, cancellationToken);
            return Finding.Ok("schemas", address.Length == 0 ? $"{name}: no registry, schema files only; {here}" : $"{name}: {address} answers, {DocumentText.Plural(numbers.Count, "version")}; {here}");
        }
        catch (Exception fault) when (fault is TransientFaultException or PermanentFaultException)
        {
            return Finding.Warn("schemas", $"{name}: {fault.Message.TrimEnd('.')}; {here}", $"{WhatFollows(fault, files)}; see Registry__Addresses__0");
        }
    }

    // Every registry answers as a registry does, and knows nothing of the survey.
    static bool HasNoSubject(Exception fault) =>
        fault is PermanentFaultException && fault.Message.Split("; ").All(clause => clause.Contains(" has no subject ", StringComparison.Ordinal));

    /// <summary>What becomes of packets whose schema nobody on this machine knows, given what the registry said.</summary>
    internal static string WhatFollows(Exception fault, SchemaFilesView? files)
    {
        var others = files switch
        {
            null => "packets of other versions",
            { Numbers: not null } => "packets of versions that are in neither",
            _ => $"packets of other versions get their schemas from {files.Place}; those that are not there",
        };
        return HasNoSubject(fault) ? $"{others} become dead letters, to be replayed when their schema is known" : $"{others} wait until the registry answers";
    }

    static Finding CheckFolder(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        try
        {
            var probe = Path.Combine(existing, $".boom-probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "probe");
            File.Delete(probe);
            return Finding.Ok("schema cache", existing == folder ? $"{folder} can be written" : $"{folder} will be made by the first schema");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Finding.Warn("schema cache", $"{existing} cannot be written ({fault.Message.TrimEnd('.')})", "let this user write there, or name another folder with Registry__CacheFolder");
        }
    }
}
