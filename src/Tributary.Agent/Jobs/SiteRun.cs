using Tributary.Core;
using Tributary.Models;
using Tributary.Protocol;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>One run at this site, ready to work: the job, the site's part of the data, and what is remembered between rounds.</summary>
public sealed class SiteRun : IDisposable
{
    private readonly string _run;
    private readonly ClientId _site;
    private readonly ReceiptCheck _check;
    private readonly MemberCheck _members;
    private readonly double _largestWeight;
    private readonly RandomStream _random;
    private readonly AgentJournal _journal;
    private readonly ReceiptShelf _receipts;
    private readonly SiteTrainer _trainer;
    private readonly JobQuestions _questions;
    private readonly ModelCache _models;
    private readonly JournalOutbox _outbox;

    /// <summary>Makes a run ready.</summary>
    /// <param name="member">The site's part in it.</param>
    /// <param name="folder">The site's folder.</param>
    /// <param name="job">The job, with the site's data.</param>
    /// <param name="modelFile">The file of the initial model.</param>
    /// <param name="models">The models it may name.</param>
    /// <param name="journal">Keeps what must survive the agent.</param>
    /// <param name="threads">How many threads train; the bits are the same for any number.</param>
    /// <exception cref="SiteException">The site cannot do this job.</exception>
    public SiteRun(
        MemberState member, SiteFolder folder, SiteJob job, ReadOnlyMemory<byte> modelFile, Registry<IArchitecture> models,
        AgentJournal journal, int threads)
    {
        SiteIdentity site = folder.Identity;
        _run = member.Run;
        DataName = job.DataName;
        _site = new ClientId(site.Site);
        _check = new ReceiptCheck(_site, site.CheckpointKey);
        _journal = journal;
        _receipts = folder.Receipts;
        _members = new MemberCheck(folder.LoadAuthority(), site.CheckpointKey);
        _outbox = new JournalOutbox(journal, member.Run);
        _random = JobStreams.Client(job.Spec, member.Number);
        _largestWeight = !job.Spec.WeighsByExamples() ? 1
            : job.Spec.LargestWeight ?? throw new SiteException(ProblemCodes.NotForTheField, "$.largestWeight",
                "The job weighs by examples and does not say how many count as one, which no site can know of the others. " +
                "Give 'largestWeight', or weigh uniformly.");
        ParameterLayout layout;
        try
        {
            (ModelFile file, _) = ModelFile.Read(modelFile, "the initial model", models);
            if (job.MisfitOf(file) is { } misfit)
                throw new SiteException(ProblemCodes.SiteConfiguration, "$.data",
                    $"{misfit} The site would train on something else than the job means.");
            layout = file.Parameters.Layout;
            Dataset train = job.Split(member.Number).Train;
            JobModel model = job.Model;
            model.Budgets?.Of(model.Build().CountExamples(train)); // a promise that cannot be kept is refused before anything is trained
            Problem[] wrong = [.. AdapterRanks.CheckNumber(job.Architecture, member.Number)];
            if (wrong is not []) throw new SiteException(wrong);
            int? rank = AdapterRanks.Of(job.Architecture, member.Number, job.AdapterRank);
            Model? table = job.Architecture is ITableArchitecture ? model.Build() : null;
            _trainer = new SiteTrainer(train, new Pool<TrainingLoop>(model.BuildLoop), threads, model: table, rank: rank);
            Composition parts = job.Complete(layout).Parts;
            _questions = table is null ? JobQuestions.Of(job.Spec, parts, layout) : TablePhases.Of(job.Spec, parts, table);
        }
        catch (Exception e) when (e is SafetensorsException or DataException or TensorException or ArgumentException)
        {
            throw new SiteException(ProblemCodes.SiteConfiguration, "$.model", e.Message, e);
        }
        catch (ProblemException e)
        {
            Problem problem = e.Problems[0];
            throw new SiteException(problem.Code, problem.Path, problem.Message, e);
        }
        _models = new ModelCache(layout);
    }

    /// <summary>Fits the job's stages to an invitation.</summary>
    /// <exception cref="InvalidDataException">The invitation asks what the job does not, or leaves this site out.</exception>
    /// <exception cref="CompositionException">The stages do not fit the cohort.</exception>
    public Invitation Plan(InvitationMessage message)
    {
        Question question = _questions.Find(message.Question)
            ?? throw new InvalidDataException(
                $"The coordinator asks '{message.Question}', which the job that this site approved does not.");
        ClientId[] members = [.. message.GroupMembers.Select(name => new ClientId(name))];
        if (!members.Contains(_site)) throw new InvalidDataException("The coordinator's invitation is for a group without this site.");
        PlannedPipeline pipeline = question.Plan(message.Cohort, message.State);
        var context = new RoundContext(new RoundId(_run, message.Round), [new Group(message.GroupNumber, members)], message.Seed);
        if (pipeline.HasSteps)
        {
            IReadOnlyDictionary<ClientId, ReadOnlyMemory<byte>> keys = _members.Check(message);
            context = context with
            {
                KeyOf = client => keys.TryGetValue(client, out ReadOnlyMemory<byte> key) ? key : default(ReadOnlyMemory<byte>?),
            };
        }
        return new Invitation(context, question.Name, message.Model, pipeline, _largestWeight)
        {
            Included = Clients(message.Included),
            Step = message.Step,
            Asked = Clients(message.Asked),
        };

        static ClientId[]? Clients(IReadOnlyList<string>? names) => names?.Select(name => new ClientId(name)).ToArray();
    }

    /// <summary>What the job calls the data.</summary>
    public string DataName { get; }

    /// <summary>Sends again what was encoded and has no answer.</summary>
    public async ValueTask ResumeAsync(ICoordinatorService service, CancellationToken cancellation) =>
        await Client(service).ResumeAsync(cancellation);

    /// <summary>Answers an invitation.</summary>
    /// <returns>The coordinator's answer.</returns>
    public async ValueTask<Receipt> AnswerAsync(ICoordinatorService service, Invitation invitation, CancellationToken cancellation)
    {
        // Before the client begins: a link that breaks here is no reason to leave the round.
        BlobId? previous = _journal.State.Runs[_run].Model;
        await service.DownloadAsync(invitation.Model, previous, cancellation);
        if (previous != invitation.Model)
            await _journal.AppendAsync(new ModelFetched(_journal.Now, _run, invitation.Model), cancellation);
        // Before any noise is drawn: an agent that is killed from here on has counted what it may have told.
        DpEvent told = SpentPrivacy.EventOf(invitation);
        if (told is not NonPrivateEvent && !SpentPrivacy.IsReserved(_journal.State, invitation.Context.Round))
            await _journal.AppendAsync(
                new PrivacyReserved(_journal.Now, _run, invitation.Context.Round.Number, told, DataName), cancellation);
        return await Client(service).AnswerAsync(Over(invitation, service), cancellation);
    }

    /// <summary>Answers a step of a round that asks for no update.</summary>
    /// <exception cref="KeeperException">The site must not answer, or cannot.</exception>
    public async ValueTask AnswerStepAsync(ICoordinatorService service, Invitation invitation, CancellationToken cancellation)
    {
        try
        {
            await Client(service).AnswerStepAsync(Over(invitation, service), cancellation);
        }
        catch (ProtocolException e) when (e.Problem.DropReason is not null)
        {
            // The round is over: others opened the sum, or the time has passed.
        }
    }

    private static Invitation Over(Invitation invitation, ICoordinatorService service) =>
        invitation with { Context = invitation.Context with { Channel = service.Channel } };

    /// <summary>Leaves a round.</summary>
    public ValueTask DeclineAsync(ICoordinatorService service, int round, DropReason reason, CancellationToken cancellation) =>
        Join(service).DeclineAsync(new RoundId(_run, round), _site, reason, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();

    private FederatedClient Client(ICoordinatorService service) => new(
        _site, new StoredModels(Join(service), _journal.Blobs), _trainer, new JournalVault(_journal, _run), _models, _random, _outbox,
        new JournalSafe(_journal, _run));

    private ICoordinator Join(ICoordinatorService service) => service.Join(_run, Plan, KeepAsync);

    private ValueTask KeepAsync(RoundId round, ReceiptMessage receipt, CancellationToken cancellation)
    {
        PendingUpdate sent = _journal.State.Runs[_run].Pending.First(update => update.Round == round.Number);
        _receipts.Keep(new KeptReceipt(_run, round.Number, _site.Value, sent.Body, receipt.Accepted, receipt.Reason, receipt.Entry));
        _check.Check(round, sent.Body, receipt);
        _outbox.LedgerIndex = receipt.Entry?.Index;
        return default;
    }
}
