import MarkdownIt from 'markdown-it';
import type { SceneMaker } from './scene.ts';

/** Nobody clicks on a wall, and nothing is fetched for it: a link is its text, a picture is not there. */
const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true });
markdown.disable(['image', 'html_block', 'html_inline']);
markdown.renderer.rules.link_open = () => '<span class="link">';
markdown.renderer.rules.link_close = () => '</span>';

/** HTML without a tag, an address or a script of the writer's own. */
export const announced = (text: string): string => markdown.render(text);

export const announcement: SceneMaker<'announcement'> = (_, options) => ({
	sources: [],
	compose: () => ({ html: announced(options.text) })
});
