using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>A model as the command line finds it: a file of this program, or a folder with a checkpoint of Hugging Face.</summary>
/// <param name="Kind">The name of the architecture in jobs.</param>
/// <param name="Architecture">The network.</param>
/// <param name="Data">The shape of the data that it was trained on.</param>
/// <param name="Parameters">Its tensors.</param>
/// <param name="Unknown">Why it is not known what its tokens stand for; null where it is.</param>
internal sealed record StoredModel(
    string Kind, IArchitecture Architecture, DataShape Data, ParameterSet Parameters, string? Unknown = null)
{
    private const int UsualContext = 1024;

    /// <summary>Reads a model.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="context">The tokens that a checkpoint looks back on, no more than it knows; null for the usual, zero for all.</param>
    /// <param name="adapter">A folder with an adapter for a checkpoint, or null.</param>
    /// <exception cref="CheckpointException">A folder holds no checkpoint that can be read.</exception>
    /// <exception cref="SafetensorsException">A file is missing, broken, or was made by another program.</exception>
    public static StoredModel Read(string path, int? context = null, string? adapter = null)
    {
        // What a run leaves behind is a folder too; only a checkpoint has a configuration.
        string own = Path.Combine(path, JobRun.ModelName);
        if (File.Exists(own) && !File.Exists(Path.Combine(path, "config.json"))) path = own;
        if (!Directory.Exists(path))
            return adapter is null
                ? ReadFile(path)
                : throw new ProblemException(ProblemCodes.WrongCommandLine, "--adapter",
                    "A file of this program has its adapter in it. Name an adapter for the folder of a checkpoint alone.");
        PeftAdapter? peft = adapter is null ? null : PeftAdapter.Open(adapter);
        var checkpoint = HuggingFaceCheckpoint.Open(path);
        int known = checkpoint.Gpt.Context;
        if (context > known)
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--context",
                $"The model knows {known} positions, and {context} are asked for. Ask for no more than it knows.");
        int window = context == 0 ? known : context ?? Math.Min(known, UsualContext);
        Gpt gpt = checkpoint.Gpt with { Context = window, Adapter = peft?.Adapter };
        (ITokenizer? tokenizer, string? unknown) = TokenizerOf(checkpoint);
        var data = new DataShape
        {
            Features = [],
            VocabularySize = tokenizer?.VocabularySize ?? gpt.Vocabulary!.Value,
            Characters = (tokenizer as Vocabulary)?.Characters ?? "",
            Bpe = tokenizer as BpeTokenizer,
        };
        ParameterSet parameters = gpt.Build(data, 1, new RandomStream(0)).Parameters.ToSet();
        checkpoint.CopyTo(parameters);
        peft?.CopyTo(gpt, parameters);
        return new StoredModel("gpt", gpt, data, parameters, unknown);
    }

    /// <summary>The network ready to be run, without gradients; with the running mean of its values where the model carries one.</summary>
    /// <param name="capacity">The largest batch.</param>
    public Model Load(int capacity)
    {
        Model model = Architecture.Build(Data, capacity, new RandomStream(0));
        model.Parameters.Load(ModelAverage.Of(Parameters));
        model.Plan(forTraining: false);
        return model;
    }

    private static StoredModel ReadFile(string path)
    {
        (ModelFile file, IArchitecture architecture) = ModelFile.Read(path, new TrainingCatalog().Models);
        return new StoredModel(file.Model.Use, architecture, file.Data, file.Parameters);
    }

    /// <summary>A tokenizer that is not understood is no reason to refuse the network: tokens can be given as numbers.</summary>
    private static (ITokenizer? Tokenizer, string? Unknown) TokenizerOf(HuggingFaceCheckpoint checkpoint)
    {
        try
        {
            ITokenizer? tokenizer = checkpoint.ReadTokenizer();
            return (tokenizer, tokenizer is null ? "The checkpoint has no tokenizer." : null);
        }
        catch (TokenizerException e) when (e.IsUnsupported)
        {
            return (null, e.Message);
        }
    }
}
