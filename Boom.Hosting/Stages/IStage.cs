using Boom.Core.Surveys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Boom.Hosting.Stages;

/// <summary>
/// A stage of the pipeline. A program is handed one, <c>boom run</c> and tests the list of them; what all stages need, the store, the queues and the clock,
/// is there already.
/// </summary>
public interface IStage
{
    /// <summary>Name of the program of this stage, for telemetry and messages.</summary>
    string ProgramName { get; }

    /// <summary>Section of the configuration.</summary>
    string Section { get; }

    /// <summary>What is wrong with the section, a sentence each.</summary>
    IReadOnlyList<string> FindProblems(IConfiguration configuration);

    /// <summary>Names of the queues that the stage reads or fills.</summary>
    IEnumerable<string> Queues(Survey survey);

    /// <summary>Adds, to a program of its own, clients of servers that only this stage has.</summary>
    void AddClients(IHostApplicationBuilder builder);

    /// <summary>Adds the workers of a survey.</summary>
    void AddWorkers(IServiceCollection services, IConfiguration configuration, Survey survey);
}
