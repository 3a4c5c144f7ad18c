using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Jobs, and the runs that are made of them.</summary>
internal sealed class RunEndpoints(FieldRuns runs, BroughtModels brought, RunFollower follower)
{
    private const string Path = Routes.Runs + "/{run}";

    public IEnumerable<Operation> Operations =>
    [
        new("POST", Routes.Jobs, Access.Researcher, "Submits a job; everything that is wrong with it is told at once.", SubmitAsync)
        {
            Request = ProtocolJson.Default.SubmitJobRequest, Answer = ProtocolJson.Default.SubmitJobAnswer, MaximumBody = 1 << 20,
        },
        new("GET", Routes.Runs, Access.People | Access.Evaluator, "Lists the runs.", ListAsync)
        { Answer = ProtocolJson.Default.RunsMessage },
        new("GET", Path, Access.Everybody, "Says how far a run has come.", ShowAsync) { Answer = ProtocolJson.Default.RunMessage },
        new("POST", Path + "/cancel", Access.Researcher | Access.Admin, "Ends a run; a researcher one's own.", CancelAsync)
        {
            Request = ProtocolJson.Default.CancelRequest, Status = 204,
        },
        new("GET", Path + "/model", Access.Everybody, "Names the published model.", ModelAsync)
        { Answer = ProtocolJson.Default.ModelMessage },
        new("GET", Path + "/events", Access.Everybody, "The events of a run: lines of JSON, or server-sent events that go on.", FollowAsync)
        {
            Content = "application/x-ndjson", Query = [("from", "The number of events to leave out.")],
        },
        new("GET", Path + "/rounds/{round}/evidence", Access.Everybody, "What proves a round that is over.", EvidenceAsync)
        { Answer = ProtocolJson.Default.EvidenceMessage },
        new("GET", Path + "/checkpoint", Access.Everybody, "The signed head of the run's ledger.", CheckpointAsync)
        { Content = "text/plain" },
    ];

    private async Task SubmitAsync(Call call)
    {
        SubmitJobRequest request = await call.ReadAsync(ProtocolJson.Default.SubmitJobRequest);
        if (!brought.Has(call.Caller.Name, request.Model)) throw Refuse.Offset(0);
        RunHost host = await runs.SubmitAsync(call.Caller.Name, request, call.Cancellation);
        await call.WriteAsync(new SubmitJobAnswer(host.Submitted.Run, host.Submitted.Sites), ProtocolJson.Default.SubmitJobAnswer);
    }

    private Task ListAsync(Call call) => call.WriteAsync(
        new RunsMessage([.. runs.All.OrderByDescending(host => host.Submitted.At).Select(RunStatus.Of)]), ProtocolJson.Default.RunsMessage);

    private Task ShowAsync(Call call) => call.WriteAsync(RunStatus.Of(Find(call)), ProtocolJson.Default.RunMessage);

    private async Task CancelAsync(Call call)
    {
        CancelRequest request = await call.ReadAsync(ProtocolJson.Default.CancelRequest);
        RunHost host = Find(call);
        if (call.Caller.Is(Access.Researcher) && host.Submitted.By != call.Caller.Name)
            throw Refuse.Forbidden(call.Caller, "cancel somebody else's run");
        if (host.State.Outcome is not null) throw Refuse.HasEnded(host.Submitted.Run);
        await host.CancelAsync($"Cancelled by {call.Caller.Name}: {request.Reason}");
        await call.DoneAsync();
    }

    private Task ModelAsync(Call call)
    {
        RunHost host = Find(call);
        ModelVersion model = host.State.Model ?? throw Refuse.NotFound("The model");
        return call.WriteAsync(new ModelMessage(model.Number, model.Model, host.Submitted.Model), ProtocolJson.Default.ModelMessage);
    }

    private Task FollowAsync(Call call) => follower.SendAsync(call, Find(call));

    private async Task EvidenceAsync(Call call) => await call.WriteAsync(
        await Find(call).Evidence.TellAsync(call.Round.Number, call.Cancellation), ProtocolJson.Default.EvidenceMessage);

    private Task CheckpointAsync(Call call) => call.WriteTextAsync(Find(call).Checkpoint());

    private RunHost Find(Call call) => runs.Find(call["run"], call.Caller);
}
