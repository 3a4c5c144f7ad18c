using System.Text.Json.Nodes;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>Checkpoints that are broken, made with malice, or of other networks: each is refused with a reason, and none opens other files.</summary>
public sealed class HostileCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HostileCheckpointTests() => CheckpointRun.Stored("llama").Write(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private CheckpointException Refusal() => Assert.Throws<CheckpointException>(() => CheckpointRun.Load(_folder.Path));

    private void Refuses(CheckpointFault fault, params ReadOnlySpan<string> words)
    {
        CheckpointException refusal = Refusal();
        Assert.Equal(fault, refusal.Fault);
        foreach (string word in words) Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    private void Configure(Action<JsonObject> change)
    {
        string path = Path.Combine(_folder.Path, "config.json");
        JsonObject config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(config);
        File.WriteAllText(path, config.ToJsonString());
    }

    private void Rewrite(Func<SafetensorsEntry, SafetensorsEntry?> change, params SafetensorsEntry[] more)
    {
        string path = Path.Combine(_folder.Path, "model.safetensors");
        SafetensorsEntry[] entries = [.. SafetensorsReader.ReadFile(path).Entries.Select(change).OfType<SafetensorsEntry>(), .. more];
        SafetensorsWriter.WriteFile(path, entries);
    }

    [Fact]
    public void A_missing_tensor_is_named_with_its_shape()
    {
        Rewrite(entry => entry.Name.EndsWith("layers.1.self_attn.k_proj.weight", StringComparison.Ordinal) ? null : entry);
        Refuses(CheckpointFault.Misfit, "'layers.1.self_attn.k_proj.weight'", "(16, 32)");
    }

    [Fact]
    public void A_tensor_of_another_shape_is_named_with_both()
    {
        Rewrite(entry => entry.Name == "lm_head.weight" ? new SafetensorsEntry(entry.Name, entry.DType, [32, 61], entry.Data) : entry);
        Refuses(CheckpointFault.Misfit, "'lm_head.weight'", "(32, 61)", "(61, 32)");
    }

    [Fact]
    public void A_superfluous_tensor_a_second_one_and_numbers_that_are_none_are_refused()
    {
        Rewrite(entry => entry, SafetensorsEntry.Of<float>("model.layers.0.self_attn.q_norm.weight", new float[8], 8));
        Refuses(CheckpointFault.Misfit, "q_norm");
        CheckpointRun.Stored("llama").Write(_folder.Path);
        Rewrite(entry => entry, SafetensorsEntry.Of<float>("norm.weight", new float[32], 32));
        Refuses(CheckpointFault.Misfit, "twice");
        CheckpointRun.Stored("llama").Write(_folder.Path);
        Rewrite(entry => entry.Name == "model.norm.weight" ? SafetensorsEntry.Of<float>(
            entry.Name, [.. Enumerable.Repeat(float.NaN, 32)], 32) : entry);
        Refuses(CheckpointFault.Misfit, "model.norm.weight", "NaN");
        CheckpointRun.Stored("llama").Write(_folder.Path);
        Rewrite(entry => entry.Name == "model.norm.weight" ? SafetensorsEntry.Of<int>(entry.Name, new int[32], 32) : entry);
        Refuses(CheckpointFault.Unsupported, "model.norm.weight", "I32");
    }

    [Theory]
    [InlineData("model_type", "\"mamba\"", CheckpointFault.Unsupported)]
    [InlineData("model_type", "null", CheckpointFault.Unsupported)]
    [InlineData("hidden_act", "\"relu\"", CheckpointFault.Unsupported)]
    [InlineData("rope_scaling", """{ "rope_type": "llama3", "factor": 8 }""", CheckpointFault.Unsupported)]
    [InlineData("rope_scaling", """{ "type": "linear", "factor": 2 }""", CheckpointFault.Unsupported)]
    [InlineData("rope_theta", "0.5", CheckpointFault.Unsupported)]
    [InlineData("mlp_bias", "true", CheckpointFault.Unsupported)]
    [InlineData("head_dim", "16", CheckpointFault.Unsupported)]
    [InlineData("num_key_value_heads", "3", CheckpointFault.Unsupported)]
    [InlineData("num_attention_heads", "5", CheckpointFault.Unsupported)]
    [InlineData("hidden_size", "-1", CheckpointFault.Broken)]
    [InlineData("hidden_size", "1e30", CheckpointFault.Broken)]
    [InlineData("hidden_size", "\"wide\"", CheckpointFault.Broken)]
    [InlineData("hidden_size", "null", CheckpointFault.Broken)]
    [InlineData("num_hidden_layers", "1000000", CheckpointFault.Broken)]
    [InlineData("rms_norm_eps", "0", CheckpointFault.Broken)]
    [InlineData("tie_word_embeddings", "1", CheckpointFault.Broken)]
    [InlineData("vocab_size", "16000000", CheckpointFault.Misfit)]
    [InlineData("num_hidden_layers", "1000", CheckpointFault.Misfit)]
    [InlineData("num_hidden_layers", "3", CheckpointFault.Misfit)]
    [InlineData("num_hidden_layers", "1", CheckpointFault.Misfit)]
    [InlineData("intermediate_size", "43", CheckpointFault.Misfit)]
    public void A_configuration_that_is_wrong_or_of_another_network_is_refused(string member, string value, CheckpointFault fault)
    {
        Configure(config => config[member] = JsonNode.Parse(value));
        Refuses(fault);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    public void A_configuration_that_is_no_object_is_refused(string text)
    {
        _folder.Write("config.json", text);
        Refuses(CheckpointFault.Broken, "config.json");
        File.Delete(Path.Combine(_folder.Path, "config.json"));
        Refuses(CheckpointFault.Broken, "config.json");
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("..\\model.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("sub/model.safetensors")]
    [InlineData(".model.safetensors")]
    [InlineData("model.bin")]
    [InlineData("")]
    public void An_index_does_not_lead_out_of_its_folder(string file)
    {
        File.Delete(Path.Combine(_folder.Path, "model.safetensors"));
        var index = new JsonObject { ["weight_map"] = new JsonObject { ["model.norm.weight"] = file } };
        _folder.Write("model.safetensors.index.json", index.ToJsonString());
        Refuses(CheckpointFault.Broken, "no file of this folder");
    }

    [Theory]
    [InlineData("""{ }""", "weight_map")]
    [InlineData("""{ "weight_map": [] }""", "weight_map")]
    [InlineData("""{ "weight_map": {} }""", "no tensors")]
    [InlineData("""{ "weight_map": { "a": 1 } }""", "'a'")]
    [InlineData("""{ "weight_map": { "a": "x.safetensors", "a": "y.safetensors" } }""", "twice")]
    [InlineData("""{ "weight_map": { "a": "x.safetensors" } }""", "not in the folder")]
    [InlineData("""{ "weight_map": { "a": "all.safetensors" } }""", "says otherwise")]
    public void A_broken_index_is_refused(string index, string word)
    {
        File.Move(Path.Combine(_folder.Path, "model.safetensors"), Path.Combine(_folder.Path, "all.safetensors"));
        _folder.Write("model.safetensors.index.json", index);
        Refuses(CheckpointFault.Broken, word);
    }

    [Fact]
    public void A_folder_without_weights_is_refused()
    {
        File.Delete(Path.Combine(_folder.Path, "model.safetensors"));
        Refuses(CheckpointFault.Broken, "neither");
    }

    [Fact]
    public void Whatever_bytes_are_changed_the_answer_is_a_model_or_a_reason()
    {
        var random = new RandomStream(11);
        string[] names = ["config.json", "model.safetensors", "model.safetensors.index.json"];
        SafetensorsFile all = SafetensorsReader.ReadFile(Path.Combine(_folder.Path, names[1]));
        SafetensorsWriter.WriteFile(Path.Combine(_folder.Path, "shard.safetensors"), [.. all.Entries]);
        var index = new JsonObject
        {
            ["weight_map"] = new JsonObject(all.Entries.Select(entry =>
            KeyValuePair.Create<string, JsonNode?>(entry.Name, "shard.safetensors")))
        };
        _folder.Write(names[2], index.ToJsonString());
        int refused = 0;
        for (int round = 0; round < 600; round++)
        {
            string path = Path.Combine(_folder.Path, names[round % 3]), single = Path.Combine(_folder.Path, names[1]);
            byte[] whole = File.ReadAllBytes(path), changed = [.. whole];
            byte[] body = File.ReadAllBytes(single);
            int reach = Math.Min(changed.Length, 4000); // the head, where the structure is
            for (int i = 0; i <= random.NextInt(3); i++) changed[random.NextInt(reach)] = (byte)random.NextInt(256);
            if (round % 7 == 0) changed = changed[..random.NextInt(changed.Length)];
            File.WriteAllBytes(path, changed);
            if (round % 3 == 2) File.Delete(single);
            try
            {
                CheckpointRun.Load(_folder.Path);
            }
            catch (CheckpointException)
            {
                refused++;
            }
            File.WriteAllBytes(path, whole);
            File.WriteAllBytes(single, body);
        }
        Assert.True(refused > 300, $"Only {refused} of 600 were refused.");
    }
}
