/* The floor of `plan`: libyaml reads the whole file into events and nobody looks at them. */
#include <stdio.h>
#include <yaml.h>

static int drain(yaml_parser_t *parser) {
    yaml_event_t event;
    int is_end = 0;
    while (!is_end) {
        if (!yaml_parser_parse(parser, &event)) {
            fprintf(stderr, "yaml_events: line %zu: %s\n", parser->problem_mark.line + 1, parser->problem);
            return 1;
        }
        is_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    return 0;
}

int main(int count, char **arguments) {
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    yaml_parser_t parser;
    if (file == NULL || !yaml_parser_initialize(&parser)) {
        fputs("usage: yaml_events FILE\n", stderr);
        return 64;
    }
    yaml_parser_set_input_file(&parser, file);
    int status = drain(&parser);
    yaml_parser_delete(&parser);
    fclose(file);
    return status;
}
