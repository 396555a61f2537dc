using System.Diagnostics;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>The evaluator mingo, run by Node: <c>npm install mingo --prefix FOLDER</c>, with the folder named by <c>BOOM_MINGO</c>.</summary>
static class Mingo
{
    const string Script = """
        const { Aggregator } = require(process.argv[2] + '/node_modules/mingo');
        const { documents, pipelines } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        for (const pipeline of pipelines)
          console.log(JSON.stringify({ answers: new Aggregator(pipeline).run(structuredClone(documents)) }));
        """;

    static readonly JsonWriterSettings Relaxed = new() { OutputMode = JsonOutputMode.RelaxedExtendedJson };

    /// <summary>Per pipeline, what passes of the documents; or the reason why the test is skipped.</summary>
    public static async Task<List<List<BsonDocument>>> RunAsync(IEnumerable<BsonDocument> documents, IEnumerable<BsonArray> pipelines, CancellationToken cancellationToken)
    {
        var folder = Environment.GetEnvironmentVariable("BOOM_MINGO");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "No mingo: npm install mingo --prefix FOLDER, and set BOOM_MINGO to the folder.");
        var start = new ProcessStartInfo("node", ["-e", Script, "-", folder!]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var input = new BsonDocument { { "documents", new BsonArray(documents) }, { "pipelines", new BsonArray(pipelines) } };
        await process.StandardInput.WriteAsync(input.ToJson(Relaxed).AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return
        [
            .. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => BsonSerializer.Deserialize<BsonDocument>(line)["answers"].AsBsonArray.Select(answer => answer.AsBsonDocument).ToList()),
        ];
    }
}
