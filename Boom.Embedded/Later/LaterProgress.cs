using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Enricher.Stored;

namespace Boom.Embedded.Later;

/// <summary>
/// How far a run over stored alerts is, in a file of the data folder that is replaced whole after each part: the same run said again goes on from there.
/// One such run at a time works from a data folder.
/// </summary>
public sealed class LaterProgress : IDisposable
{
    const string LockName = "boom-enrich.lock";

    readonly string _path;
    readonly FileStream _lock;
    readonly LaterState _state;

    LaterProgress(string path, FileStream held, LaterState state) => (_path, _lock, _state) = (path, held, state);

    /// <summary>What was done so far, in earlier parts too.</summary>
    public StoredAccount Account => _state.Account;

    /// <summary>Opens the progress of a run.</summary>
    /// <param name="folder">Data folder; made when it is not there.</param>
    /// <param name="store">Name of the store.</param>
    /// <param name="job">What the run does, to which alerts.</param>
    /// <param name="again">Forget how far it was.</param>
    /// <exception cref="DataFolderException">Another run works from this folder, or it cannot be written.</exception>
    public static LaterProgress Open(string folder, string store, string job, bool again)
    {
        var held = Lock(folder);
        try
        {
            var path = Path.Combine(folder, $"boom-enrich-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{store}\n{job}")))[..16]}.json");
            if (again)
                File.Delete(path);
            return new LaterProgress(path, held, Read(path) ?? new LaterState());
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The place of a survey to go on from; that of the beginning when there is none.</summary>
    public long CursorOf(Survey survey) => _state.Cursors.TryGetValue(survey.ToLowerName(), out var cursor) ? cursor : StoredEnrichment.Start;

    /// <summary>Whether a survey was run to its end.</summary>
    public bool IsDone(Survey survey) => _state.Done.Contains(survey.ToLowerName());

    /// <summary>Notes a part that is written.</summary>
    public void Add(Survey survey, StoredAccount part, long cursor)
    {
        _state.Account.Add(part);
        _state.Cursors[survey.ToLowerName()] = cursor;
        Write();
    }

    /// <summary>Notes that a survey is at its end.</summary>
    public void Finish(Survey survey)
    {
        _state.Done.Add(survey.ToLowerName());
        Write();
    }

    /// <summary>Forgets the run, which has come to its end.</summary>
    public void Complete() => File.Delete(_path);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (DataFolder.IsHeld(fault) && File.Exists(Path.Combine(folder, LockName)))
        {
            throw new DataFolderException($"Another 'boom enrich' works from the data folder {folder}; wait for it, or name another folder with --data.", fault) { IsInUse = true };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {folder} cannot be written ({SentenceText.Clause(fault.Message)}); give write access, or name another with --data.", fault);
        }
    }

    // One that is damaged is none: the run begins anew, and finds what is done unchanged.
    static LaterState? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), LaterJson.Default.LaterState) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    void Write()
    {
        var half = _path + ".part";
        File.WriteAllBytes(half, JsonSerializer.SerializeToUtf8Bytes(_state, LaterJson.Default.LaterState));
        File.Move(half, _path, overwrite: true);
    }
}

sealed record LaterState
{
    public SortedDictionary<string, long> Cursors { get; init; } = new(StringComparer.Ordinal);

    public SortedSet<string> Done { get; init; } = new(StringComparer.Ordinal);

    public StoredAccount Account { get; init; } = new();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate)]
[JsonSerializable(typeof(LaterState))]
sealed partial class LaterJson : JsonSerializerContext;
