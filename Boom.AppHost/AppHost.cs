using Boom.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
if (!SystemPlan.TryRead(builder.Configuration, out var plan, out var problems))
{
    Console.Error.WriteLine(problems);
    return 2;
}

foreach (var unused in plan.FindUnused())
    Console.Error.WriteLine(unused);

builder.AddDeploymentTarget();

var servers = await Servers.AddAsync(builder, plan);
var (kafka, valkey, alertDb) = (servers.Kafka, servers.Valkey, servers.AlertDb);

// Collections and indexes, before anything is written. The program that has the store makes them itself.
var indexes = servers.StoreIsEmbedded ? null : builder.AddTool("indexes", "prepare").On(alertDb);

// For whoever sits at the dashboard: audit, repair, replay, pause and resume, with their answers.
var operations = builder.ExecutionContext.IsRunMode ? Operations.Add(builder, servers) : null;

// The way of an alert: Kafka → consumer → packets queue → alert worker → candids queue → enricher → candids queue → filter worker → Kafka.
foreach (var survey in plan.Surveys)
{
    var consumer = builder.AddStage<Projects.Boom_Consumer>("consumer", survey, survey.Consumers)
        ?.On(kafka, valkey, alertDb).After(indexes).WithSignIn().ReadingWhatIsPlayed(plan.Player, servers).ReadingFrom(servers);
    var alertWorker = builder.AddStage<Projects.Boom_AlertWorker>("alert-worker", survey, survey.AlertWorkers)
        ?.On(valkey, alertDb).After(indexes).MatchingWhatIsPlayed(survey, plan, servers).KeepingSchemas(survey, plan);
    var enricher = builder.AddStage<Projects.Boom_Enricher>("enricher", survey, survey.Enrichers)
        ?.On(valkey, alertDb).After(indexes).ScoringWhatIsPlayed(survey, plan, servers);
    var filterWorker = builder.AddStage<Projects.Boom_FilterWorker>("filter-worker", survey, survey.FilterWorkers)
        ?.On(kafka, valkey, alertDb).After(indexes).WithSignIn().SendingTo(servers, plan);
    consumer.Feeds(alertWorker);
    alertWorker.Feeds(enricher);
    enricher.HandsOnTo(filterWorker);
    if (consumer is not null)
        operations?.OfferIntake(consumer, survey.Name);
}

if (builder.ExecutionContext.IsRunMode && plan.Player.Enabled)
    Player.Add(builder, plan, servers);

var failed = FailedPrograms.Watch(builder, Console.Error, servers.Embedded?.Program.Resource);
return await failed.RunAsync(builder.Build());
